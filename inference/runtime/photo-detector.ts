import type { Picture } from '../../edge/picture/picture.ts'
import type { Detail } from '../contract.ts'
import { mergeTiles, type TileDetections } from '../decode/merge-tiles.ts'
import { tiles } from '../decode/tiles.ts'
import type { Box } from '../geometry/types.ts'
import type { Detections, Detector } from './detector.ts'
import { cropPicture, fitPicture } from './prepare.ts'

interface Size {
  width: number
  height: number
}

export interface PhotoDetector {
  /**
   * What the model sees in a photo, in pixels of the photo; a vehicle in any view of it is one in the photo.
   *
   * @param picture the whole photo at working size
   * @param photo size of the upright original
   * @throws RunFailed, ModelOutputInvalid, the signal's reason
   */
  detect(
    picture: Picture,
    photo: Size,
    options?: { detail?: Detail; signal?: AbortSignal | undefined },
  ): Promise<Detections>
}

/**
 * Shows a photo to a model: whole, shrunk to the side the model takes, and for high detail also as
 * overlapping tiles that reach the model unshrunk.
 *
 * @param inputSide longest side of what is given to the model, in pixels
 */
export function createPhotoDetector(detector: Detector, inputSide: number): PhotoDetector {
  return {
    async detect(picture, photo, { detail = 'standard', signal } = {}) {
      const scaleX = photo.width / picture.width
      const scaleY = photo.height / picture.height
      const whole: Box = [0, 0, picture.width, picture.height]
      const views = detail === 'high' ? tiles(picture.width, picture.height, { side: inputSide }) : [whole]
      const levels: TileDetections[] = []
      let vehicle: number | null = null
      for (const view of views) {
        signal?.throwIfAborted()
        const cut = cropPicture(picture, view)
        const shown = await fitPicture(cut, inputSide)
        const seen = await detector.detect(shown, {
          scaleX: (scaleX * cut.width) / shown.width,
          scaleY: (scaleY * cut.height) / shown.height,
          offsetX: scaleX * view[0],
          offsetY: scaleY * view[1],
        })
        levels.push({ tile: inPhoto(view, picture, photo), instances: seen.instances })
        if (seen.vehicle !== null) vehicle = Math.max(seen.vehicle, vehicle ?? 0)
      }
      const instances = levels.length > 1 ? mergeTiles(levels, photo) : (levels[0]?.instances ?? [])
      return { instances, vehicle }
    },
  }
}

/** Multiplies before it divides, so that the picture's border becomes the photo's border exactly. */
const inPhoto = ([x1, y1, x2, y2]: Box, from: Size, to: Size): Box => [
  (x1 * to.width) / from.width,
  (y1 * to.height) / from.height,
  (x2 * to.width) / from.width,
  (y2 * to.height) / from.height,
]
