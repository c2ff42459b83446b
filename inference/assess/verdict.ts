import type { Region } from '../decode/decode-instances.ts'
import { boxesOverlap } from '../geometry/box.ts'
import type { Box } from '../geometry/types.ts'
import { boxAround } from './main-vehicle.ts'
import type { VehicleSettings } from './settings.ts'

/** A reported damage, as far as the verdict goes. */
export interface DamageEvidence {
  score: number
  /** The part it is on was found too. */
  onPart: boolean
  plausible: boolean | null
}

export interface Evidence {
  /** The model's own probability that a vehicle is in view; null where it does not say. */
  probability: number | null
  /** Confidences of the reported parts. */
  parts: readonly number[]
  damages: readonly DamageEvidence[]
}

/**
 * Whether a vehicle is in view. A damage beyond doubt is enough: a cabin with a deployed airbag shows no vehicle from
 * outside. Else the model's own word counts. Where it gives none, any of these is enough: one part beyond doubt;
 * several parts; a damage that can be there on a part, each supporting the other.
 */
export function vehicleInView({ probability, parts, damages }: Evidence, settings: VehicleSettings): boolean {
  if (damages.some(({ score, plausible }) => plausible !== false && score >= settings.damageConfidence))
    return true
  if (probability !== null) return probability >= settings.probability
  return (
    parts.some((confidence) => confidence >= settings.partConfidence) ||
    parts.length >= settings.parts ||
    damages.some(({ onPart, plausible }) => onPart && plausible !== false)
  )
}

/** Panels without a class of their own (fenders, sills, roof) reach this far beyond the box around all parts. */
const VEHICLE_MARGIN = 0.1

/**
 * Where the vehicle is, generously: nothing outside of it is on the vehicle.
 *
 * @returns null where the parts found are too little of the photo to tell
 */
export function vehicleFrame(
  parts: readonly Region[],
  photoArea: number,
  { clearShare }: VehicleSettings,
): Box | null {
  const box = boxAround(parts)
  const partsArea = parts.reduce((sum, { shape }) => sum + shape.area, 0)
  if (!box || partsArea < clearShare * photoArea) return null
  const margin = VEHICLE_MARGIN * Math.max(box[2] - box[0], box[3] - box[1])
  return [box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin]
}

/** Whether a damage lies off the vehicle altogether: on another one, on the ground, on the wall behind. */
export const offVehicle = (damage: Region, frame: Box | null): boolean =>
  frame !== null && !boxesOverlap(damage.shape.box, frame)
