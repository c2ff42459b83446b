import { readPhoto } from '../../../edge/picture/read-photo.ts'
import { annotate } from './annotate.ts'
import { drawableSchema } from './drawable.ts'

/** Stored pictures are smaller. */
const MAX_SIDE = 4096

/**
 * Draws an overlay over a stored picture.
 *
 * @param enhanced a JPEG, upright
 * @param overlay a Drawable, as it came back from the store
 * @returns a JPEG without metadata
 * @throws PhotoError, ZodError for JSON that is none
 */
export async function drawOverlay(enhanced: Uint8Array, overlay: unknown): Promise<Uint8Array> {
  const drawable = drawableSchema.parse(overlay)
  const { picture } = await readPhoto(enhanced, { maxSide: MAX_SIDE, limits: { minSide: 1 } })
  return annotate(picture, drawable)
}
