import type { Logger } from 'pino'
import type { Photos } from '../../edge/photos.ts'
import { overlayOfAnswer } from '../domain/overlay.ts'
import type { AssessmentRecord } from '../domain/records.ts'

/** Stores what the edge's own link to a photo shows: what the model said, as assessments end; in the background. */
export interface KeepOverlays {
  changed(assessment: AssessmentRecord): void
  /** Resolves when nothing is under way; before that a process may not end, nor a function answer, which freezes it. */
  idle(): Promise<void>
}

/** A picture that is missing is no reason to assess a photo again: failures are logged and left. */
export function createKeepOverlays(deps: {
  photos: Pick<Photos, 'putOverlay'>
  logger: Logger
}): KeepOverlays {
  const underWay = new Set<Promise<unknown>>()
  return {
    changed(assessment) {
      const overlay = overlayOfAnswer(assessment)
      if (!overlay) return
      const keeping: Promise<unknown> = deps.photos
        .putOverlay(assessment.photoId, overlay, { latest: true })
        .catch((error) =>
          deps.logger.warn({ photo: assessment.photoId, err: error }, 'cannot annotate a photo'),
        )
        .finally(() => underWay.delete(keeping))
      underWay.add(keeping)
    },
    async idle() {
      await Promise.all(underWay)
    },
  }
}
