/** A part of a photo; all in shares, 0 to 1, of its width and height. */
export interface Crop {
  x: number
  y: number
  width: number
  height: number
}

/** How much of its surroundings a damage is shown with, as a share of its own size on each side. */
const MARGIN = 0.35
/** A damage smaller than this share of the photo's width is shown with more around it. */
const LEAST = 0.12

/**
 * The part of a photo that shows a box with some of its surroundings, in the shape of a frame, within
 * the photo.
 *
 * @param box `[x, y, width, height]`, 0 to 1 across the photo
 * @param photoRatio the photo's width divided by its height
 * @param frameRatio the same of the frame
 */
export function cropOf(
  [x, y, w, h]: readonly [number, number, number, number],
  photoRatio: number,
  frameRatio: number,
): Crop {
  // In units of the photo's width, so that shapes are true.
  const wanted = Math.max(LEAST, w * (1 + 2 * MARGIN))
  const wantedHeight = Math.max(LEAST / frameRatio, (h / photoRatio) * (1 + 2 * MARGIN))
  const width = Math.min(Math.max(wanted, wantedHeight * frameRatio), 1, frameRatio / photoRatio)
  const height = (width / frameRatio) * photoRatio
  const place = (middle: number, size: number) => Math.min(Math.max(middle - size / 2, 0), 1 - size)
  return { x: place(x + w / 2, width), y: place(y + h / 2, height), width, height }
}
