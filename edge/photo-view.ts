import type { Links } from './links.ts'
import type { PhotoRecord } from './photo-record.ts'

/** A photo as the client sees it. */
export function photoView(photo: PhotoRecord, links: Links) {
  if (photo.state !== 'READY') return { ...photo, links: { self: links.self(photo.id) } }
  const { id, state, width, height, sha256, quality, takenAt, camera, preprocessing, createdAt } = photo
  return {
    id,
    state,
    width,
    height,
    sha256,
    quality,
    takenAt,
    camera,
    preprocessing,
    createdAt,
    links: links.photo(id),
  }
}
