import sharp from 'sharp'

/**
 * A small version of a stored picture for lists of many: a JPEG without metadata, never enlarged.
 * Decoded at the least size that suffices, so that it takes a few milliseconds.
 *
 * @param picture JPEG, upright
 * @param width of the result in pixels, where the picture is that wide
 */
export const shrinkPicture = (picture: Uint8Array, width: number): Promise<Buffer> =>
  sharp(picture).resize({ width, withoutEnlargement: true }).jpeg({ quality: 78 }).toBuffer()
