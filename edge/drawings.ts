import type { Blobs } from './blobs/blobs.ts'
import type { CropBox } from './crop-box.ts'
import { formatCropBox } from './crop-box.ts'
import { withDeadline } from './http/deadline.ts'
import { DrawingTooSlow } from './http/errors.ts'
import { createGate } from './http/gate.ts'
import { DRAWN, drawingKey, drawnKey, overlayKey, pictureKey } from './photo-keys.ts'
import type { PhotoVersion, ReadyPhoto } from './photo-record.ts'
import { drawingName } from './photos/drawing-name.ts'
import { putOfPhoto } from './put-of-photo.ts'

/** Draws an overlay, JSON as Photos.putOverlay took it, over the enhanced picture, a JPEG: a JPEG again. */
export type Annotate = (enhanced: Uint8Array, overlay: unknown) => Promise<Uint8Array>

/** Cuts a piece out of an original: a JPEG. */
export type Crop = (original: Uint8Array, photo: ReadyPhoto, box: CropBox) => Promise<Uint8Array>

/** A small version of a normalised picture, so wide at most: a JPEG. */
export type Shrink = (normalized: Uint8Array, width: number) => Promise<Uint8Array>

export interface DrawingsDeps {
  blobs: Blobs
  crop: Crop
  shrink: Shrink
  /** Absent where nothing here can draw: then there are no annotated pictures. */
  annotate?: Annotate
  /** Pictures drawn at once. @default 2 */
  concurrency?: number
  /** For one picture to be drawn, its wait included. @default 60 */
  seconds?: number
}

/** Where the store has addresses of its own, one that is good for `seconds`; its bytes elsewhere. */
export type Drawn = { url: string } | { bytes: Uint8Array }

/**
 * Pictures that are drawn when they are first asked for, and kept for a while: whoever wants one needs a
 * link, so that nobody but the API decides what is drawn. One that is stuck rejects with DrawingTooSlow for all
 * who wait for it, and is begun anew for whoever asks next.
 */
export interface Drawings {
  /** @param name of the overlay; null is that of the latest assessment. Null where there is no such overlay */
  annotated(photo: ReadyPhoto, name: string | null, seconds: number): Promise<Drawn | null>
  crop(photo: ReadyPhoto, box: CropBox, seconds: number): Promise<Drawn | null>
  /** @param width one of those that there are (thumbnail-width.ts) */
  thumbnail(photo: ReadyPhoto, width: number, seconds: number): Promise<Drawn | null>
  /** Removes what was drawn more than so many seconds ago. @returns how many files */
  sweep(olderThanSeconds: number): Promise<number>
}

const jpeg = { contentType: 'image/jpeg' }
/** Those who wait for a drawing beyond the ones under way. */
const QUEUE = 64

export function createDrawings({
  blobs,
  crop,
  shrink,
  annotate,
  concurrency = 2,
  seconds: longest = 60,
}: DrawingsDeps): Drawings {
  const gate = createGate({ concurrency, queue: QUEUE })
  const underWay = new Map<string, Promise<Uint8Array | null>>()
  const tooSlow = () => new DrawingTooSlow(longest)

  /** Draws once, however many ask. */
  function drawOnce(
    photo: string,
    key: string,
    draw: () => Promise<Uint8Array | null>,
  ): Promise<Uint8Array | null> {
    const known = underWay.get(key)
    if (known) return known
    // Others may come to wait for it: whoever hangs up does not end it.
    const drawing = withDeadline(longest, undefined, tooSlow, (signal) =>
      gate.run(signal, async () => {
        const bytes = await draw()
        return bytes && (await putOfPhoto(blobs, photo, key, bytes, jpeg)) ? bytes : null
      }),
    ).finally(() => underWay.delete(key))
    underWay.set(key, drawing)
    return drawing
  }

  async function drawn(
    { id }: ReadyPhoto,
    key: string,
    seconds: number,
    draw: () => Promise<Uint8Array | null>,
  ): Promise<Drawn | null> {
    if (!blobs.link) {
      const bytes = (await blobs.get(key)) ?? (await drawOnce(id, key, draw))
      return bytes && { bytes }
    }
    if (!(await blobs.head(key)) && !(await drawOnce(id, key, draw))) return null
    return { url: await blobs.link(key, { seconds, ...jpeg }) }
  }

  const stored = (photo: ReadyPhoto, version: PhotoVersion) => blobs.get(pictureKey(photo.id, version))

  return {
    async annotated(photo, name, seconds) {
      if (!annotate) return null
      const latest = name === null ? await readJson(blobs, overlayKey(photo.id)) : null
      const drawing = name ?? (latest && drawingName(latest))
      if (!drawing) return null
      return drawn(photo, drawnKey(photo.id, drawing), seconds, async () => {
        const overlay = latest ?? (await readJson(blobs, drawingKey(photo.id, drawing)))
        const enhanced = overlay && (await stored(photo, 'enhanced'))
        return enhanced && annotate(enhanced, overlay)
      })
    },
    crop(photo, box, seconds) {
      const key = drawnKey(photo.id, `crop-${formatCropBox(box)}`)
      return drawn(photo, key, seconds, async () => {
        const original = await stored(photo, 'original')
        return original && crop(original, photo, box)
      })
    },
    thumbnail(photo, width, seconds) {
      return drawn(photo, drawnKey(photo.id, `thumbnail-${width}`), seconds, async () => {
        const normalized = await stored(photo, 'normalized')
        return normalized && shrink(normalized, width)
      })
    },
    async sweep(olderThanSeconds) {
      const before = Date.now() - olderThanSeconds * 1000
      let removed = 0
      for (const key of await blobs.list(DRAWN)) {
        const head = await blobs.head(key)
        if (!head || head.modifiedAt.getTime() > before) continue
        await blobs.delete(key)
        removed++
      }
      return removed
    },
  }
}

async function readJson(blobs: Blobs, key: string): Promise<object | null> {
  const bytes = await blobs.get(key)
  return bytes && JSON.parse(Buffer.from(bytes).toString())
}
