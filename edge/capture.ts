import exifReader from 'exif-reader'

/** What is kept of a photo's metadata. Never where it was taken. */
export interface Capture {
  /** ISO 8601; without offset where the camera wrote none. */
  takenAt: string | null
  camera: string | null
}

const nothing: Capture = { takenAt: null, camera: null }

/** Capture time and camera from a block of EXIF, as sharp's `metadata().exif`; malformed ones say nothing. */
export function readCapture(exif: Buffer | undefined): Capture {
  if (!exif) return nothing
  try {
    const { Image: image, Photo: photo } = exifReader(exif)
    return {
      takenAt: timeOf(photo?.DateTimeOriginal ?? photo?.DateTimeDigitized, photo?.OffsetTimeOriginal),
      camera: cameraOf(image?.Make, image?.Model),
    }
  } catch {
    return nothing
  }
}

/** EXIF writes local time; exif-reader hands it out as if it were UTC. */
function timeOf(local: unknown, offset: unknown): string | null {
  if (!(local instanceof Date) || Number.isNaN(local.getTime())) return null
  const zone = typeof offset === 'string' && /^[+-]\d\d:\d\d$/.test(offset.trim()) ? offset.trim() : ''
  return `${local.toISOString().slice(0, 19)}${zone}`
}

function cameraOf(make: unknown, model: unknown): string | null {
  const [maker, name] = [plain(make), plain(model)]
  const both = name.toLowerCase().startsWith(maker.toLowerCase()) ? name : `${maker} ${name}`
  return both.trim() || null
}

/** Text from a file that anybody may have written: printable, and not long. */
const plain = (text: unknown): string =>
  typeof text === 'string'
    ? text
        .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '')
        .trim()
        .slice(0, 60)
    : ''
