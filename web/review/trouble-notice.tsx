import { Link } from 'wouter'
import { Notice } from '../components/notice.tsx'
import { damageName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { ReviewedDamage } from './review-types.ts'
import type { Judge, Outcome } from './use-judge.ts'

interface TroubleNoticeProps {
  claimId: string
  judge: Judge
  /** It was saved after all, or left as others have it; null where it was not about one damage. */
  onSettled: (now: Outcome, damageId: string | null) => void
  damages: readonly ReviewedDamage[]
}

/** What was not saved, why, and the ways on. */
export function TroubleNotice({ claimId, judge, onSettled, damages }: TroubleNoticeProps) {
  const texts = useTexts()
  const { review, shell } = texts
  const told = useLastWord()
  const { trouble, saving } = judge
  if (!trouble) return null
  switch (trouble.kind) {
    case 'conflict': {
      const { now, review: mine } = trouble
      return (
        <Notice tone="bad" title={review.conflictTitle}>
          <p>{told(now)}</p>
          <p>{review.conflict(review.verdicts[mine.verdict])}</p>
          <div className="review-ways">
            <button
              type="button"
              className="button button-primary"
              disabled={saving}
              onClick={async () => onSettled(await judge.judge(now, mine), now.id)}
            >
              {review.saveMine}
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                judge.settle()
                onSettled(damages, now.id)
              }}
            >
              {review.keepTheirs}
            </button>
          </div>
        </Notice>
      )
    }
    case 'overtaken':
      return (
        <Notice tone="warn" title={review.overtakenTitle}>
          <p>{told(trouble.now)}</p>
          <button type="button" className="button" onClick={judge.settle}>
            {shell.close}
          </button>
        </Notice>
      )
    case 'failed':
      return (
        <Notice tone="bad" title={review.failedTitle}>
          <p>{trouble.words}</p>
          <button
            type="button"
            className="button"
            disabled={saving}
            onClick={async () => onSettled(await trouble.again(), null)}
          >
            {shell.retry}
          </button>
        </Notice>
      )
    default:
      return (
        <Notice tone="bad" title={trouble.kind === 'closed' ? review.closedTitle : review.goneTitle}>
          <p>{trouble.kind === 'closed' ? review.closed : review.gone}</p>
          <Link href={`/claims/${claimId}`} className="button">
            {review.toClaim}
          </Link>
        </Notice>
      )
  }
}

/** Who said what last, and how the damage stands since. */
function useLastWord() {
  const texts = useTexts()
  const format = useFormat()
  return (now: ReviewedDamage) => {
    const last = now.history.at(-1)
    const stands = `${damageName(texts, now)}, ${texts.names.severities[now.severity]}`
    return last
      ? texts.review.lastWord(last.actor, texts.history.kinds[last.kind], format.dateTime(last.at), stands)
      : stands
  }
}
