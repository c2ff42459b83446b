import { isPhotoFormat, sniffFormat } from '../../../edge/picture/sniff.ts'
import type { SkipReason } from './photo-source.ts'

const photoExtension = /\.(jpe?g|jpe|jfif|png|webp|avif|hei[cf]s?|hif|tiff?|gif)$/i
/** The picture that `--out` writes: no photo to assess when it is found again. */
const annotated = /\.annotated\.jpg$/i
/** What systems leave in folders and zips beside what people put there. */
const litter = /^(\..+|__MACOSX|thumbs\.db|ehthumbs\.db|desktop\.ini)$/i

export const isHidden = (segment: string): boolean => litter.test(segment)

/**
 * Whether a file of a folder or zip is to be assessed, by its name: a broken photo is one still.
 * Null where the name does not tell, and its first bytes must ({@link startsLikePhoto}).
 *
 * @param path with forward slashes, relative to the folder or zip
 */
export function judgeName(path: string): 'photo' | SkipReason | null {
  if (path.split('/').some(isHidden)) return 'hidden'
  if (annotated.test(path)) return 'annotated'
  if (photoExtension.test(path)) return 'photo'
  return /\.zip$/i.test(path) ? 'zip' : null
}

/** A photo may be called anything. */
export const startsLikePhoto = (head: Uint8Array): boolean => isPhotoFormat(sniffFormat(head))
