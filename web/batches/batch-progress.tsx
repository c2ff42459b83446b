import type { FragmentOf } from '../graphql/graphql.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { BatchHead } from './operations.ts'

export type Batch = FragmentOf<typeof BatchHead>

const tones: Record<Batch['state'], string> = {
  LISTING: 'badge-info',
  RUNNING: 'badge-info',
  CANCELLING: 'badge-warn',
  RETRYING: 'badge-info',
  FINISHED: 'badge-good',
  CANCELLED: 'badge-warn',
  FAILED: 'badge-bad',
}

export const isUnderWay = ({ state }: Pick<Batch, 'state'>): boolean =>
  !['FINISHED', 'CANCELLED', 'FAILED'].includes(state)

export function BatchState({ batch }: { batch: Batch }) {
  const { batches } = useTexts()
  return <span className={`badge ${tones[batch.state]}`}>{batches.states[batch.state]}</span>
}

/** How far a batch is, in words and as a bar. */
export function BatchProgress({ batch }: { batch: Batch }) {
  const { batches } = useTexts()
  const format = useFormat()
  const { total, progress } = batch
  const ended = progress.done + progress.failed + progress.cancelled
  const counts = (['done', 'failed', 'cancelled'] as const)
    .filter((kind) => progress[kind] > 0)
    .map((kind) => batches.counts[kind](format.number(progress[kind])))
  return (
    <div className="batch-progress">
      <div className="batch-progress-words">
        <strong>{batches.finished(format.number(ended), format.number(total))}</strong>
        {isUnderWay(batch) && total > 0 && (
          <span>
            {progress.timeLeftSeconds === null
              ? batches.estimating
              : batches.timeLeft(format.duration(progress.timeLeftSeconds))}
          </span>
        )}
      </div>
      <progress aria-label={batches.progress} max={Math.max(1, total)} value={ended} />
      {counts.length > 0 && <p className="batch-counts">{format.list(counts)}</p>}
    </div>
  )
}
