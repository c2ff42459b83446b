import type { Region } from '../decode/decode-instances.ts'
import { boxesOverlap } from '../geometry/box.ts'
import type { Box } from '../geometry/types.ts'
import { boxAround } from './main-vehicle.ts'
import type { VehicleSettings } from './settings.ts'

/** A reported damage, as far as the verdict goes. */
export interface DamageEvidence {
  type: string
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

/** What a camera inside the vehicle sees, where nothing else looks like a vehicle. */
const SEEN_INSIDE: ReadonlySet<string> = new Set(['airbag_deployed'])

/**
 * Whether a vehicle is in view. The model's own word counts, and a deployed airbag beyond doubt: a cabin shows no
 * vehicle from outside. Where the model gives none, any of these is enough: one part or damage beyond doubt; several
 * parts; a damage that can be there on a part, each supporting the other.
 */
export function vehicleInView({ probability, parts, damages }: Evidence, settings: VehicleSettings): boolean {
  const sure = damages.filter(
    ({ score, plausible }) => plausible !== false && score >= settings.damageConfidence,
  )
  if (probability !== null) {
    return probability >= settings.probability || sure.some(({ type }) => SEEN_INSIDE.has(type))
  }
  return (
    sure.length > 0 ||
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
