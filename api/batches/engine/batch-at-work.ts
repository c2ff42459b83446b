import type { BatchHead, BatchRef } from '../records.ts'
import type { Trouble } from './attempt-entry.ts'

/** A batch that an engine works on, as far as it is known there. It changes in place, and goes as the batch ends. */
export interface BatchAtWork {
  ref: BatchRef
  /** Null before the first look. */
  head: BatchHead | null
  /** Entries to work on next. */
  ready: number[]
  /** The last entry that was looked up. */
  cursor: number
  /** Whether all entries were looked up. */
  exhausted: boolean
  underWay: Set<number>
  /** Of entries that did not end here. */
  troubles: Map<number, Trouble>
  /** Whether something is done to the batch as a whole. */
  busy: boolean
  /** Whether it has to be looked at again: somebody may have changed its state. */
  stale: boolean
  /** Pause after something that passes by itself, and until when: by the time since the start, because clocks are set. */
  pauseMs: number
  notBefore: number
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 60_000

export const batchAtWork = (ref: BatchRef): BatchAtWork => ({
  ref,
  head: null,
  ...fromTheStart(),
  underWay: new Set(),
  troubles: new Map(),
  busy: false,
  stale: true,
  pauseMs: FIRST_PAUSE_MS,
  notBefore: 0,
})

/** Notes how the batch is now; its entries are looked up anew. */
export function seen(batch: BatchAtWork, head: BatchHead | null): void {
  Object.assign(batch, { head, ...fromTheStart() })
}

/** Adds a page of entries that have not ended. */
export function lookedUp(batch: BatchAtWork, found: readonly number[], pageSize: number): void {
  batch.ready.push(...found.filter((number) => !batch.underWay.has(number)))
  batch.cursor = found.at(-1) ?? batch.cursor
  batch.exhausted = found.length < pageSize
}

/** Leaves the batch alone for a while, each time for twice as long until something works. */
export function rest(batch: BatchAtWork): void {
  batch.notBefore = performance.now() + batch.pauseMs
  batch.pauseMs = Math.min(LONGEST_PAUSE_MS, batch.pauseMs * 2)
}

export function worked(batch: BatchAtWork): void {
  batch.pauseMs = FIRST_PAUSE_MS
}

const fromTheStart = () => ({ ready: [], cursor: 0, exhausted: false })
