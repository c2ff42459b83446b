import type { Operation } from '../store/table.ts'
import type { ClaimFile } from './claim-file.ts'
import type { AssessmentRecord, AuditAction, ClaimHead, ClaimPhoto } from './records.ts'

/** What is to become of a claim: decided from its file alone, so that it can be decided anew when somebody was faster. */
export interface Decision<T> {
  /** Fields of the head to change. */
  head?: Partial<ClaimHead>
  assessments?: AssessmentRecord[]
  photos?: ClaimPhoto[]
  events?: { action: AuditAction; note?: string | null; model?: { name: string; version: string } | null }[]
  /** Further items that must change together with the claim. */
  operations?: Operation[]
  /** It may be undone by a power cut: whoever finds it undone does it again. @default false */
  losable?: boolean
  result: T
}

/** The file as it will be, to compute from it what lists show. */
export const withRecords = (
  file: ClaimFile,
  head: ClaimHead,
  { assessments = [], photos = [] }: Decision<unknown>,
  events: ClaimFile['events'],
): ClaimFile => ({
  ...file,
  head,
  assessments: [
    ...file.assessments.filter(({ id }) => !assessments.some((one) => one.id === id)),
    ...assessments,
  ],
  photos: [...file.photos.filter(({ photo }) => !photos.some((one) => one.photo.id === photo.id)), ...photos],
  events: [...file.events, ...events],
})
