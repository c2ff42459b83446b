/** What an assessment may be tuned by. Shares and confidences run from 0 to 1. */
export interface AssessSettings {
  /** Replaces every damage class's own threshold, and the relative one. */
  minConfidence?: number | undefined
  /** Per damage class, the confidence from which it is reported; {@link DEFAULT_THRESHOLD} for others. */
  thresholds: Record<string, number>
  /** Share of the confidence of the photo's surest damage that every other one needs, too. @default 0 */
  relativeThreshold?: number | undefined
  /** The confidence from which a part is reported. */
  partThreshold: number
  vehicle?: Partial<VehicleSettings> | undefined
}

/** Confidence from which a damage class without a threshold of its own is reported. */
export const DEFAULT_THRESHOLD = 0.5

/** When a photo counts as showing a vehicle; see verdict.ts. */
export interface VehicleSettings {
  /** The model's own probability from which a vehicle is in view; the rest counts for models that give none. */
  probability: number
  /** One part of this confidence shows a vehicle. */
  partConfidence: number
  /** So do this many parts of any reported confidence. */
  parts: number
  /** So does one damage of this confidence, alone: close-ups show no part that could be recognised. An airbag always. */
  damageConfidence: number
  /** Share of the photo from which its parts say clearly where the vehicle is, and so what lies off it. */
  clearShare: number
}

export const DEFAULT_VEHICLE: VehicleSettings = {
  probability: 0.5,
  partConfidence: 0.8,
  parts: 2,
  damageConfidence: 0.95,
  clearShare: 0.2,
}
