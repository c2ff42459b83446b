import { carryExif } from './carry-exif.ts'
import { Refused } from './upload-errors.ts'

/** What the edge takes at most (EDGE_MAX_BYTES). */
const MAX_BYTES = 40 * 1024 * 1024
/** Smaller files go up as they are. */
const WORTH_BYTES = 2.5 * 1024 * 1024
/** More than twice what the model looks at; enough for a person to zoom in. */
const MAX_SIDE = 3072
/** On a slow or metered line: still more than the model looks at. */
const MAX_SIDE_SLOW = 1600
const JPEG_QUALITY = 0.88

/**
 * Shrinks a large photo before it goes up. What the browser cannot decode, such as HEIC in most, goes up
 * as it is. When and with what it was taken stays with it.
 *
 * @throws Refused for a file too large to send that is no photo this browser can shrink
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const side = isSlow() ? MAX_SIDE_SLOW : MAX_SIDE
  if (file.size <= (isSlow() ? WORTH_BYTES / 5 : WORTH_BYTES)) return file
  const shrunk = await redraw(file, side).catch(() => null)
  if (shrunk && shrunk.size < file.size) return carryExif(file, shrunk)
  if (file.size <= MAX_BYTES) return file
  throw new Refused(
    'PHOTO_TOO_MANY_BYTES',
    `Expected a photo of at most ${MAX_BYTES} bytes but received ${file.size}`,
  )
}

async function redraw(file: Blob, maxSide: number): Promise<Blob> {
  const photo = await createImageBitmap(file)
  try {
    const scale = Math.min(1, maxSide / Math.max(photo.width, photo.height))
    const canvas = new OffscreenCanvas(Math.round(photo.width * scale), Math.round(photo.height * scale))
    const context = canvas.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D
    context.imageSmoothingQuality = 'high'
    context.drawImage(photo, 0, 0, canvas.width, canvas.height)
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY })
  } finally {
    photo.close()
  }
}

interface Connection {
  saveData?: boolean
  effectiveType?: string
}

function isSlow(): boolean {
  const { connection } = navigator as Navigator & { connection?: Connection }
  return connection?.saveData === true || ['slow-2g', '2g', '3g'].includes(connection?.effectiveType ?? '')
}
