import { type CropBox, regionOf } from './crop-box.ts'
import type { ReadyPhoto } from './photo-record.ts'
import { readPhoto } from './picture/read-photo.ts'
import { sharpOf } from './picture/sharp-of.ts'

/** Longest side of a crop, in pixels. */
const MAX_SIDE = 1024
/** A photo is decoded no larger than this, in pixels of its longest side: 200 MB at the most. */
const MAX_DECODED = 8192

/**
 * Cuts a piece out of a stored original, with room around it: a JPEG without metadata, of at most 1024
 * pixels a side and never enlarged.
 *
 * @throws PhotoError
 */
export async function cropPhoto(
  original: Uint8Array,
  { width, height }: Pick<ReadyPhoto, 'width' | 'height'>,
  box: CropBox,
): Promise<Uint8Array> {
  const wanted = regionOf(box, { width, height })
  const scale = Math.min(1, MAX_SIDE / Math.max(wanted.width, wanted.height))
  const maxSide = Math.min(MAX_DECODED, Math.ceil(Math.max(width, height) * scale))
  // It was within the limits when it was taken in; they may have been others then.
  const limits = { maxBytes: original.length, maxMegapixels: Math.ceil((width * height) / 1e6) }
  const { picture } = await readPhoto(original, { maxSide, limits })
  return sharpOf(picture).extract(regionOf(box, picture)).jpeg({ quality: 88 }).toBuffer()
}
