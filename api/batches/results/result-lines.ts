import type { ReadyPhoto } from '../../../edge/photo-record.ts'
import type { Drawable } from '../../../inference/cli/annotate/drawable.ts'
import {
  type ClaimFile,
  currentAssessment,
  findPhoto,
  openDamages,
  type ReviewedDamage,
} from '../../domain/claim-file.ts'
import type { Claims } from '../../domain/claims.ts'
import { overlayOf } from '../../domain/overlay.ts'
import type { AssessmentRecord } from '../../domain/records.ts'
import type { BatchStore } from '../batch-store.ts'
import type { BatchEntry, BatchRef } from '../records.ts'

/** One photo of a batch with everything that is known of it; null where it was not assessed, or its claim is gone. */
export interface Result {
  entry: BatchEntry
  file: ClaimFile | null
  assessment: AssessmentRecord | null
  photo: ReadyPhoto | null
}

const PAGE = 50

/** Results in the order of the batch; no more than a page of them is in memory, and none is remembered for others. */
export async function* readResults(
  { store, claims }: { store: BatchStore; claims: Pick<Claims, 'files'> },
  ref: BatchRef,
): AsyncGenerator<Result> {
  for (let after = 0; ; ) {
    const page = await store.entries(ref, { after, limit: PAGE })
    const ids = [...new Set(page.flatMap(({ entry }) => entry.claimId ?? []))]
    const read = await claims.files(ref.tenant, ids, { passing: true })
    const files = new Map(read.map((file, i) => [ids[i], file]))
    for (const { entry } of page) {
      const file = (entry.claimId && files.get(entry.claimId)) || null
      const assessment = file?.assessments.find(({ id }) => id === entry.assessmentId) ?? null
      const photo = (file && entry.photoId && findPhoto(file, entry.photoId)?.photo) || null
      yield { entry, file, assessment, photo }
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.entry.index
  }
}

/** Damages of the result as they stand after reviews, with those that a person added to the photo. */
export function damagesOf({ file, entry }: Result): ReviewedDamage[] {
  if (!file || !entry.photoId) return []
  // A photo may be in a batch twice: what no model found is told with the assessment that counts.
  const counts = currentAssessment(file, entry.photoId)?.id ?? entry.assessmentId
  return openDamages(file).filter(
    ({ photoId, assessmentId }) =>
      photoId === entry.photoId && (assessmentId ?? counts) === entry.assessmentId,
  )
}

/** What is drawn over its photo. */
export const drawableOf = ({ file, entry }: Result): Drawable | null =>
  file && entry.photoId ? overlayOf(file, entry.photoId) : null

/** One line of JSON, with the model's whole answer as the command line prints it, or the reason why there is none. */
export function jsonLine({ entry, assessment }: Result): string {
  const { index, name, state, claimId, assessmentId, photoId, failure } = entry
  const error = failure && { code: failure.code, message: failure.message }
  return `${JSON.stringify({
    index,
    photo: name,
    state,
    ...(claimId && { claimId }),
    ...(assessmentId && { assessmentId }),
    ...(photoId && { photoId }),
    ...(error && { error }),
    ...(assessment?.answer ?? {}),
  })}\n`
}
