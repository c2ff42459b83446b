import * as z from 'zod'

/**
 * What the model server answers and the command line prints. Others depend on these shapes; they
 * hold no runtime, so the API may import them without native modules.
 *
 * Pixel coordinates are those of the upright original photo: origin at its top left corner,
 * x to the right, y down. Percentages run from 0 to 100.
 */

const pixel = z.number()
const percent = z.number().min(0).max(100)
const probability = z.number().min(0).max(1)

/** `[x, y]` in pixels of the upright photo. */
export const pointSchema = z.tuple([pixel, pixel])

/** Outline of one piece: vertices in order, the first not repeated. */
export const ringSchema = z.array(pointSchema).min(3)

/** `[x, y, width, height]` in pixels of the upright photo. */
export const bboxSchema = z.tuple([pixel, pixel, pixel, pixel])

export const severitySchema = z.enum(['minor', 'moderate', 'severe'])

export const damageSchema = z.object({
  /** One of the damage model's classes, as named in its manifest. */
  type: z.string(),
  /** Calibrated probability that a person would mark this damage here. */
  confidence: probability,
  /** The part that covers most of the damage; null where none covers enough of it. */
  part: z.string().nullable(),
  /** The part's own confidence times the share of the damage that lies on it. */
  partConfidence: probability.nullable(),
  /** False where this type can hardly be on that part, or lies off the vehicle; null where that is unknown. */
  plausible: z.boolean().nullable(),
  severity: severitySchema,
  bbox: bboxSchema,
  /** The largest piece of `polygons`, of at most 64 points. */
  polygon: ringSchema,
  polygons: z.array(ringSchema).min(1),
  /** Share of the photo. */
  areaPct: percent,
  /** Share of the part's visible area; null without a part. */
  partAreaPct: percent.nullable(),
  /** Share of the vehicle's visible area (its parts and the damages on it); null where no parts were found. */
  vehicleAreaPct: percent.nullable(),
})

export const partSchema = z.object({
  name: z.string(),
  confidence: probability,
  bbox: bboxSchema,
  polygon: ringSchema,
  polygons: z.array(ringSchema).min(1),
  areaPct: percent,
})

export const qualityReasonSchema = z.enum([
  'too_small',
  'too_dark',
  'too_bright',
  'glare',
  'blurred',
  'no_vehicle',
])

export const qualitySchema = z.object({
  /** Raw scores; see edge/picture/quality.ts for units and sources. */
  sharpness: z.number(),
  brightness: z.number(),
  glare: z.number(),
  megapixels: z.number(),
  /** The one most important thing to fix; null when the photo is good enough. */
  reason: qualityReasonSchema.nullable(),
  /** That reason as advice to the person who holds the camera. */
  advice: z.string().nullable(),
  shouldRetake: z.boolean(),
})

export const assessmentSchema = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Whether a vehicle is in view; without one there are no damages. */
  vehicle: z.boolean(),
  damaged: z.boolean(),
  /** Share of the photo that the union of all damages covers. */
  damagedAreaPct: percent,
  damages: z.array(damageSchema),
  parts: z.array(partSchema),
  quality: qualitySchema,
  model: z.object({ name: z.string(), version: z.string(), preprocessing: z.string() }),
  device: z.enum(['cpu', 'cuda']),
  /** Milliseconds spent per stage, and `total`. */
  ms: z.record(z.string(), z.number()),
})

/** The `error` of a photo that could not be assessed; `code` is stable, `message` says what to do. */
export const failureSchema = z.object({ code: z.string(), message: z.string() })

export const detailSchema = z.enum(['standard', 'high'])

export type Severity = z.infer<typeof severitySchema>
export type Damage = z.infer<typeof damageSchema>
export type Part = z.infer<typeof partSchema>
export type QualityReason = z.infer<typeof qualityReasonSchema>
export type Quality = z.infer<typeof qualitySchema>
export type Assessment = z.infer<typeof assessmentSchema>
export type Failure = z.infer<typeof failureSchema>
export type Detail = z.infer<typeof detailSchema>
