import { allDamages, type ClaimFile, currentAssessment } from './claim-file.ts'
import type { ClaimPhoto } from './records.ts'

/**
 * Photos at which a person should still look: their assessment says so, nobody has said since that they have,
 * and of its damages at least one is not judged yet, or there is none to judge.
 */
export function photosToReview(file: ClaimFile): ClaimPhoto[] {
  return file.photos.filter(({ photo }) => {
    const current = currentAssessment(file, photo.id)
    if (current?.status !== 'NEEDS_REVIEW') return false
    const finished = file.events.findLastIndex(
      ({ action }) => action.kind === 'ASSESSMENT_FINISHED' && action.assessmentId === current.id,
    )
    const seen = file.events.findLastIndex(
      ({ action }) => action.kind === 'PHOTO_REVIEWED' && action.photoId === photo.id,
    )
    if (seen > finished) return false
    const damages = allDamages(file).filter(({ photoId }) => photoId === photo.id)
    return damages.length === 0 || damages.some(({ state }) => state === 'UNREVIEWED')
  })
}
