import { createHash } from 'node:crypto'
import type { Links } from '../../edge/links.ts'
import type { Photos } from '../../edge/photos.ts'
import type { ClaimFile } from '../domain/claim-file.ts'
import { overlayOf } from '../domain/overlay.ts'

export interface AnnotatedPicturesDeps {
  photos: Pick<Photos, 'putOverlay'>
  links: Links
  clock: () => number
}

/** Pictures of photos with their damages drawn. The edge draws them, when they are first asked for. */
export interface AnnotatedPictures {
  /** A link to the photo as it stands in this claim, after all reviews; null until it has been assessed. */
  link(file: ClaimFile, photoId: string): Promise<string | null>
}

/** The edge removes drawings after a day; within this time they need no second look. */
const KNOWN_MS = 3_600_000
const MOST_KNOWN = 5000

/**
 * Each state of a claim has drawings of its own, so that none is ever out of date, and no claim or tenant
 * sees what another one said of the same photo.
 */
export function createAnnotatedPictures(deps: AnnotatedPicturesDeps): AnnotatedPictures {
  const { photos, links, clock } = deps
  /** Drawings that are stored: by claim, photo and overlay, when, and under which name. */
  const known = new Map<string, { name: string; until: number }>()
  /** By photo; a file never changes. */
  const keys = new WeakMap<ClaimFile, Map<string, string | null>>()

  /** Names what is drawn over the photo, by its hash: thousands of outlines in full are tens of megabytes. */
  function keyOf(file: ClaimFile, photoId: string): string | null {
    const ofFile = keys.get(file) ?? new Map<string, string | null>()
    keys.set(file, ofFile)
    const before = ofFile.get(photoId)
    if (before !== undefined) return before
    const overlay = overlayOf(file, photoId)
    const hash = overlay && createHash('sha256').update(JSON.stringify(overlay)).digest('base64')
    // By claim: a photo that was erased with one and came again to another has lost its drawings.
    const key = hash && `${file.head.id} ${photoId} ${hash}`
    ofFile.set(photoId, key)
    return key
  }

  return {
    async link(file, photoId) {
      const key = keyOf(file, photoId)
      if (key === null) return null
      const before = known.get(key)
      if (before && before.until > clock()) return links.annotated(photoId, before.name)
      const overlay = overlayOf(file, photoId)
      const name = overlay && (await photos.putOverlay(photoId, overlay))
      if (name === null) return null
      if (known.size >= MOST_KNOWN) known.clear()
      known.set(key, { name, until: clock() + KNOWN_MS })
      return links.annotated(photoId, name)
    },
  }
}
