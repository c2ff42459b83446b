import { isFinal, type UploadItem } from './upload-item.ts'

export interface Progress {
  total: number
  finished: number
  pending: number
  /** 0 to 1, uploads and assessments together. */
  share: number
  /** Seconds until the last result, by the pace of the latest; null before there is a pace. */
  secondsLeft: number | null
}

/** The pace is that of so many photos at most, so that it follows a line that gets slower. */
const LATEST = 12

/** How much of a photo's way lies behind it once its bytes are up. */
const SENT_SHARE = 0.4

/** @param finishedAt when photos became final, in milliseconds, oldest first */
export function progressOf(
  items: readonly Pick<UploadItem, 'step' | 'sent'>[],
  finishedAt: readonly number[],
  now: number,
): Progress {
  const finished = items.filter(isFinal).length
  const pending = items.length - finished
  const done = items.reduce((sum, item) => sum + (isFinal(item) ? 1 : SENT_SHARE * item.sent), 0)
  return {
    total: items.length,
    finished,
    pending,
    share: items.length === 0 ? 0 : done / items.length,
    secondsLeft: pending === 0 ? 0 : secondsLeft(pending, finishedAt, now),
  }
}

function secondsLeft(pending: number, finishedAt: readonly number[], now: number): number | null {
  const latest = finishedAt.slice(-LATEST)
  const [first] = latest
  if (first === undefined || latest.length < 2) return null
  // What is overdue by now counts too: a stalled line must not promise the pace it had.
  const seconds = (Math.max(now, latest.at(-1) as number) - first) / 1000
  return (seconds / (latest.length - 1)) * pending
}
