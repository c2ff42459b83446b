import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Links } from '../../edge/links.ts'
import type { Photos } from '../../edge/photos.ts'
import type { ClaimFile } from '../domain/claim-file.ts'
import { overlayOf, overlayOfAnswer } from '../domain/overlay.ts'
import type { AssessmentRecord } from '../domain/records.ts'

export interface AnnotatedPicturesDeps {
  photos: Pick<Photos, 'putOverlay'>
  links: Links
  logger: Logger
  clock: () => number
}

/** Pictures of photos with their damages drawn. The edge draws them, when they are first asked for. */
export interface AnnotatedPictures {
  /** A link to the photo as it stands in this claim, after all reviews; null until it has been assessed. */
  link(file: ClaimFile, photoId: string): Promise<string | null>
  /** Makes what the model said the picture that the edge's own link to the photo shows, in the background. */
  keep(assessment: AssessmentRecord): void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** The edge removes drawings after a day; within this time they need no second look. */
const KNOWN_MS = 3_600_000
const MOST_KNOWN = 5000

/**
 * Each state of a claim has drawings of its own, so that none is ever out of date, and no claim or tenant
 * sees what another one said of the same photo.
 */
export function createAnnotatedPictures(deps: AnnotatedPicturesDeps): AnnotatedPictures {
  const { photos, links, logger, clock } = deps
  /** Drawings that are stored: by photo and overlay, when, and under which name. */
  const known = new Map<string, { name: string; until: number }>()
  const underWay = new Set<Promise<unknown>>()
  const overlays = new WeakMap<ClaimFile, Map<string, string | null>>()

  /** As text: kept with the file, which never changes. */
  function overlayText(file: ClaimFile, photoId: string): string | null {
    const texts = overlays.get(file) ?? new Map<string, string | null>()
    overlays.set(file, texts)
    const text = texts.get(photoId)
    if (text !== undefined) return text
    const overlay = overlayOf(file, photoId)
    texts.set(photoId, overlay && JSON.stringify(overlay))
    return texts.get(photoId) ?? null
  }

  return {
    async link(file, photoId) {
      const text = overlayText(file, photoId)
      if (text === null) return null
      // By its hash: thousands of outlines in full are tens of megabytes.
      const key = `${photoId} ${createHash('sha256').update(text).digest('base64')}`
      const before = known.get(key)
      if (before && before.until > clock()) return links.annotated(photoId, before.name)
      const name = await photos.putOverlay(photoId, JSON.parse(text))
      if (name === null) return null
      if (known.size >= MOST_KNOWN) known.clear()
      known.set(key, { name, until: clock() + KNOWN_MS })
      return links.annotated(photoId, name)
    },
    keep(assessment) {
      const overlay = overlayOfAnswer(assessment)
      if (!overlay) return
      const keeping: Promise<unknown> = photos
        .putOverlay(assessment.photoId, overlay, { latest: true })
        .catch((error) => logger.warn({ photo: assessment.photoId, err: error }, 'cannot annotate a photo'))
        .finally(() => underWay.delete(keeping))
      underWay.add(keeping)
    },
    async idle() {
      await Promise.all(underWay)
    },
  }
}
