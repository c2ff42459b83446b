import type { Detail } from '../../inference/contract.ts'
import type { AssessmentFailure } from '../domain/records.ts'
import type { PackedEntry } from './sources/packed-entry.ts'

/** What is kept of a batch, in plain JSON. Instants are ISO 8601 in UTC. */

export const endedStates = ['FINISHED', 'CANCELLED', 'FAILED'] as const
export type BatchState = 'LISTING' | 'RUNNING' | 'CANCELLING' | 'RETRYING' | (typeof endedStates)[number]

export const hasEnded = ({ state }: Pick<BatchHead, 'state'>): boolean =>
  (endedStates as readonly string[]).includes(state)

/** Whether it still has to be listed, cancelled meanwhile or not. */
export const isUnlisted = ({ state, startedAt }: Pick<BatchHead, 'state' | 'startedAt'>): boolean =>
  state === 'LISTING' || (state === 'CANCELLING' && startedAt === null)

/** Whether each photo opens a claim of its own, or those of one folder share one. */
export type Grouping = 'PHOTO' | 'FOLDER'

export type BatchSource =
  | { kind: 'ZIP'; zip: string }
  | { kind: 'PHOTOS'; count: number }
  | { kind: 'PREFIX'; prefix: string }

export interface BatchHead {
  id: string
  tenant: string
  /** How people call it; of a zip its file name. */
  name: string | null
  source: BatchSource
  detail: Detail
  grouping: Grouping
  state: BatchState
  createdAt: string
  createdBy: string
  /** Under which it was asked for, to be forgotten with it; absent for none. */
  idempotencyKey?: string
  /** Entries; 0 until they are listed. */
  total: number
  /** What lay beside the photos and is none: folders, and what systems leave behind. */
  skipped: number
  /** How often listing it failed for reasons that nobody foresaw; absent for never. */
  listingFailures?: number
  startedAt: string | null
  finishedAt: string | null
  /** Why nothing of it could be assessed. */
  failure: { code: string; message: string } | null
  /** Since when the rate is measured, and how many had ended by then. */
  measuredFrom: { at: string; ended: number } | null
}

export type EntryState = 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED'

/** Where the bytes of an entry are; null where it was refused as it was listed. */
export type EntrySource = { photo: string } | { object: string } | { packed: PackedEntry } | null

/** One photo of a batch. */
export interface BatchEntry {
  /** From 1, in the order of the source. */
  index: number
  /** Of a zip or prefix the path inside it, of a photo its id. */
  name: string
  source: EntrySource
  /** Photos with the same one share a claim; null for a claim of its own. */
  group: string | null
  state: EntryState
  /** How often somebody has begun to take it in: whatever kills its worker is not tried for ever. */
  begun: number
  /** Until when it belongs to whoever takes it in, ISO 8601; absent where nobody does. */
  begunUntil?: string
  photoId: string | null
  claimId: string | null
  assessmentId: string | null
  failure: AssessmentFailure | null
}

/** How many entries are in each final state. */
export interface Counts {
  done: number
  failed: number
  cancelled: number
}

export interface BatchRef {
  tenant: string
  id: string
}

/** What is written as a batch ends, in the transaction that ends it, for whoever is told of it. */
export interface BatchEnded {
  kind: 'BATCH_ENDED'
  head: BatchHead
  counts: Counts
}
