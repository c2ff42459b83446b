import type { ReadyPhoto } from '../../../edge/photo-record.ts'
import { allDamages, type ClaimFile, type ReviewedDamage } from '../claim-file.ts'

/** A photo whose damages a person has looked at, and the ones that hold. */
export interface AnnotatedPhoto {
  photo: ReadyPhoto
  /** As the export's files call it. */
  fileName: string
  damages: ReviewedDamage[]
}

/** A file of an export. */
export interface AnnotationFile {
  name: string
  text: string
}

const suffixes: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/heic': 'heic',
  'image/tiff': 'tif',
  'image/gif': 'gif',
}

/**
 * The photos of a claim that are fit to learn from: somebody judged every damage on them. A photo without
 * any damage counts once its claim is closed, as an example of nothing to find.
 */
export function reviewedPhotos(file: ClaimFile): AnnotatedPhoto[] {
  return file.photos.flatMap(({ photo }) => {
    const damages = allDamages(file).filter(({ photoId }) => photoId === photo.id)
    const judged = damages.every(({ state }) => state !== 'UNREVIEWED')
    const looked = damages.length > 0 || file.head.status === 'CLOSED'
    if (!judged || !looked) return []
    const fileName = `${photo.id}.${suffixes[photo.originalType] ?? 'jpg'}`
    return [{ photo, fileName, damages: damages.filter(({ state }) => state !== 'REJECTED') }]
  })
}
