import type { Item } from '../store/table.ts'
import { type BatchEntry, type BatchHead, type Counts, type EntryState, isUnlisted } from './records.ts'

/**
 * Counts are spread over so many items, each written in the transaction that ends an entry: workers that end
 * entries at once seldom meet, and no entry is counted twice or forgotten.
 */
export const COUNT_SHARDS = 16

export const noCounts: Counts = { done: 0, failed: 0, cancelled: 0 }

const fields: Partial<Record<EntryState, keyof Counts>> = {
  DONE: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
}

/** Counts after an entry went from one state to another. */
export function recount(counts: Counts, from: EntryState, to: EntryState): Counts {
  const after = { ...counts }
  const [left, entered] = [fields[from], fields[to]]
  if (left) after[left]--
  if (entered) after[entered]++
  return after
}

export const sumCounts = (items: readonly Item[]): Counts =>
  items.reduce((sum, { data }) => {
    const { done, failed, cancelled } = data as Counts
    return {
      done: sum.done + done,
      failed: sum.failed + failed,
      cancelled: sum.cancelled + cancelled,
    }
  }, noCounts)

export const endedOf = ({ done, failed, cancelled }: Counts): number => done + failed + cancelled

export interface Progress extends Counts {
  waiting: number
  /** Entries a second since it began or went on; null until one has ended. */
  rate: number | null
  timeLeftSeconds: number | null
}

/** @param now milliseconds since 1970 */
export function progressOf(head: BatchHead, counts: Counts, now: number): Progress {
  const ended = endedOf(counts)
  const waiting = Math.max(0, head.total - ended)
  const { measuredFrom, finishedAt } = head
  const until = finishedAt ? Date.parse(finishedAt) : now
  const seconds = measuredFrom ? (until - Date.parse(measuredFrom.at)) / 1000 : 0
  const since = measuredFrom ? ended - measuredFrom.ended : 0
  const rate = since > 0 && seconds > 0 ? since / seconds : null
  return { ...counts, waiting, rate, timeLeftSeconds: timeLeft(head, waiting, rate) }
}

function timeLeft(head: BatchHead, waiting: number, rate: number | null): number | null {
  if (isUnlisted(head)) return null
  if (waiting === 0) return 0
  return rate && !head.finishedAt ? waiting / rate : null
}

export const isEnded = ({ state }: Pick<BatchEntry, 'state'>): boolean => fields[state] !== undefined
