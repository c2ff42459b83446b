/** A piece of the upright photo as shares of its width and height, 0 to 1, from the top left corner. */
export interface CropBox {
  left: number
  top: number
  width: number
  height: number
}

/** Shares are written as ten thousandths: half a pixel of a photo of 5,000. */
const UNIT = 1e4
/** Room around a piece, as a share of its longer side, so that one sees where on the vehicle it is. */
const PADDING = 0.35
/** The least that a piece shows, as a share of the photo's shorter side: a spot alone says nothing. */
const LEAST = 0.12

/** As it stands in a link: `left-top-width-height` in ten thousandths. */
export const formatCropBox = ({ left, top, width, height }: CropBox): string => {
  const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * UNIT)
  return [share(left), share(top), Math.max(1, share(width)), Math.max(1, share(height))].join('-')
}

/** @returns null for what is no box within the photo */
export function parseCropBox(text: string): CropBox | null {
  const [, ...digits] = /^(\d{1,5})-(\d{1,5})-(\d{1,5})-(\d{1,5})$/.exec(text) ?? []
  const [left = -1, top = 0, width = 0, height = 0] = digits.map((digit) => Number(digit) / UNIT)
  const inside = left >= 0 && left < 1 && top < 1 && width > 0 && height > 0 && width <= 1 && height <= 1
  return inside ? { left, top, width, height } : null
}

/** Rows and columns of a photo, in pixels. */
export interface Region {
  left: number
  top: number
  width: number
  height: number
}

/** The pixels that a crop shows: the box with room around it, within the photo. */
export function regionOf(box: CropBox, photo: { width: number; height: number }): Region {
  const [width, height] = [box.width * photo.width, box.height * photo.height]
  const pad = PADDING * Math.max(width, height)
  const least = LEAST * Math.min(photo.width, photo.height)
  const span = (start: number, length: number, whole: number) => {
    const wanted = Math.min(whole, Math.max(length + 2 * pad, least))
    const middle = start + length / 2
    const from = Math.round(Math.min(whole - wanted, Math.max(0, middle - wanted / 2)))
    return [from, Math.max(1, Math.min(whole - from, Math.round(wanted)))] as const
  }
  const [left, shownWidth] = span(box.left * photo.width, width, photo.width)
  const [top, shownHeight] = span(box.top * photo.height, height, photo.height)
  return { left, top, width: shownWidth, height: shownHeight }
}
