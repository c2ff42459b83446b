import type { CaptureQuality } from '../../edge/picture/quality.ts'
import type { Quality } from '../contract.ts'

/**
 * Adds to the judgement of the pixels what only the models know: whether a vehicle is in view.
 * A reason that stands already comes first, because it may be why no vehicle was seen.
 */
export function withVehicle(quality: CaptureQuality, vehicle: boolean): Quality {
  if (vehicle || quality.reason) return quality
  return {
    ...quality,
    reason: 'no_vehicle',
    advice: 'Step back until the damage and the parts around it are in view',
    shouldRetake: true,
  }
}
