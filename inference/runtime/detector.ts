import type { Picture } from '../../edge/picture/picture.ts'
import { inStage } from '../../edge/stage.ts'
import type { Box } from '../geometry/types.ts'
import type { Instance } from '../instance.ts'
import type { ModelEntry } from './manifest.ts'
import { checkOutputs, checkVehicle } from './model-outputs.ts'
import { padPicture, withoutPadding } from './pad.ts'
import type { Session } from './session.ts'

/** Where a picture given to the model lies in the photo: photo = offset + scale · picture, in pixels. */
export interface Placement {
  scaleX: number
  scaleY: number
  offsetX: number
  offsetY: number
}

export interface Detections {
  /** In pixels of the photo, best score first as the model gives them. */
  instances: Instance[]
  /** Probability that a vehicle is in view; null for a model that does not say. */
  vehicle: number | null
}

export interface Detector {
  /**
   * What the model sees in the picture.
   *
   * @throws RunFailed, ModelOutputInvalid
   */
  detect(picture: Picture, placement: Placement): Promise<Detections>
}

export interface DetectorDeps {
  session: Pick<Session, 'run'>
  model: Pick<ModelEntry, 'classes' | 'calibration'>
  /** Pictures are padded to multiples of this, in pixels, so that the session meets few sizes. @default none: as they are */
  sizeStep?: number | undefined
}

/** Mask R-CNN's raw answer as instances: checked, named, calibrated and placed in the photo. */
export function createDetector({ session, model, sizeStep }: DetectorDeps): Detector {
  return {
    async detect(picture, placement) {
      const shown = sizeStep ? padPicture(picture, sizeStep) : picture
      const outputs = await inStage('model: network', () => session.run(shown))
      const vehicle = checkVehicle(outputs)
      const detections = checkOutputs(outputs, { ...shown, classes: model.classes.length })
      const instances = detections.flatMap(({ label, score, box, mask }) => {
        const inside = withoutPadding(box, mask, picture)
        if (!inside) return []
        const name = model.classes[label - 1] as string
        return {
          label: name,
          score: calibrate(score, model.calibration[name]),
          box: place(inside.box, placement),
          mask: inside.mask,
        }
      })
      return { instances, vehicle }
    },
  }
}

const place = ([x1, y1, x2, y2]: Box, { scaleX, scaleY, offsetX, offsetY }: Placement): Box => [
  offsetX + x1 * scaleX,
  offsetY + y1 * scaleY,
  offsetX + x2 * scaleX,
  offsetY + y2 * scaleY,
]

/**
 * Platt scaling: the probability that a detection of this class with this score is right, as
 * sigmoid(a · logit(score) + b) with a and b fitted on validation data.
 */
export function calibrate(score: number, { a, b }: { a: number; b: number } = { a: 1, b: 0 }): number {
  const bounded = Math.min(Math.max(score, 1e-6), 1 - 1e-6)
  return 1 / (1 + Math.exp(-(a * Math.log(bounded / (1 - bounded)) + b)))
}
