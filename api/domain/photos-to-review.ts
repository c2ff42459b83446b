import { allDamages, type ClaimFile, currentAssessment } from './claim-file.ts'
import type { ClaimPhoto } from './records.ts'

/**
 * Photos at which a person should still look: their assessment says so, and of its damages at least one is
 * not judged yet, or there is none to judge.
 */
export function photosToReview(file: ClaimFile): ClaimPhoto[] {
  return file.photos.filter(({ photo }) => {
    if (currentAssessment(file, photo.id)?.status !== 'NEEDS_REVIEW') return false
    const damages = allDamages(file).filter(({ photoId }) => photoId === photo.id)
    return damages.length === 0 || damages.some(({ state }) => state === 'UNREVIEWED')
  })
}
