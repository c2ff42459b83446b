import type { Links } from '../../edge/links.ts'
import type { Progress } from './counts.ts'
import type { BatchHead } from './records.ts'
import { resultLinks } from './results/result-links.ts'

/** A batch as its routes tell of it. */
export function batchView(head: BatchHead, progress: Progress, links: Pick<Links, 'to'>) {
  const { id, name, state, detail, grouping, createdAt, startedAt, finishedAt, total, skipped, failure } =
    head
  const { done, failed, cancelled, waiting, rate, timeLeftSeconds } = progress
  return {
    id,
    name,
    state,
    detail,
    grouping: grouping.toLowerCase(),
    createdAt,
    startedAt,
    finishedAt,
    total,
    done,
    failed,
    cancelled,
    waiting,
    skipped,
    rate,
    timeLeftSeconds,
    failure,
    links: { self: `/batches/${id}`, ...resultLinks(links, head) },
  }
}
