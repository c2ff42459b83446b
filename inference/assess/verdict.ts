import type { Region } from '../decode/decode-instances.ts'
import { boxesOverlap } from '../geometry/box.ts'
import type { Box } from '../geometry/types.ts'
import { boxAround } from './main-vehicle.ts'
import type { VehicleSettings } from './settings.ts'

/** A reported damage, as far as the verdict goes. */
export interface Evidence {
  score: number
  /** The part it is on was found too. */
  onPart: boolean
  plausible: boolean | null
}

/**
 * Whether a vehicle is in view, from what was found on it. Any of these is enough: one part beyond doubt; several parts; a damage that can
 * be there on a part, each supporting the other; or a damage beyond doubt, for close-ups show no whole part.
 *
 * @param parts confidences of the reported parts
 */
export function vehicleInView(
  parts: readonly number[],
  damages: readonly Evidence[],
  settings: VehicleSettings,
): boolean {
  return (
    parts.some((confidence) => confidence >= settings.partConfidence) ||
    parts.length >= settings.parts ||
    damages.some(({ onPart, plausible }) => onPart && plausible !== false) ||
    damages.some(({ score, plausible }) => plausible !== false && score >= settings.damageConfidence)
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
