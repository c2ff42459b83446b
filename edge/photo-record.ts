import * as z from 'zod'
import { figuresSchema } from './picture/figures.ts'
import type { CaptureReason } from './picture/quality.ts'

/**
 * What is known of a photo. These shapes hold no runtime, so the API may import them without
 * native modules. Pixels are those of the upright original.
 */

/** A key for every reason, so that the compiler complains when one is added. */
const reasons: Record<CaptureReason, true> = {
  too_small: true,
  too_dark: true,
  too_bright: true,
  glare: true,
  blurred: true,
}

export const captureQualitySchema = z.object({
  /** Raw scores; see picture/quality.ts for units and sources. */
  sharpness: z.number(),
  brightness: z.number(),
  glare: z.number(),
  megapixels: z.number(),
  /** The one most important thing to fix; null when the photo is good enough. */
  reason: z.enum(Object.keys(reasons) as [CaptureReason, ...CaptureReason[]]).nullable(),
  /** That reason as advice to the person who holds the camera. */
  advice: z.string().nullable(),
  shouldRetake: z.boolean(),
})

/** OpenCV's CLAHE on luma; see picture/enhance.ts. */
export const claheSchema = z.object({
  clipLimit: z.number(),
  tilesX: z.number().int(),
  tilesY: z.number().int(),
})

const photoId = z.string().regex(/^p[0-9a-f]{32}$/)
const uploadId = z.string().regex(/^u[0-9a-f]{32}$/)
const instant = z.iso.datetime()

/** A photo that was taken in: its pictures are stored and it can be assessed. */
export const readyPhotoSchema = z.object({
  state: z.literal('READY'),
  id: photoId,
  /** Size of the upright original, in pixels. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** What the upload was, by its content, such as `jpeg`. */
  format: z.string(),
  /** Size of the upload. */
  bytes: z.number().int().positive(),
  /** SHA-256 of the upload, in hex. The stored original differs from it by the metadata taken out. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Compare with fingerprint/hash-distance.ts. */
  perceptualHash: z.string(),
  quality: captureQualitySchema,
  /** When the camera took it, ISO 8601; without offset where the camera wrote none. */
  takenAt: z.string().nullable(),
  /** Make and model. */
  camera: z.string().nullable(),
  /** How `normalized` and `enhanced` were made; `id` is the one in the model's manifest. */
  preprocessing: z.object({ id: z.string(), workingSide: z.number().int(), clahe: claheSchema }),
  /** Size of `normalized` and `enhanced`, in pixels. */
  working: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }),
  /** Media type of the stored original; the other pictures are JPEG. */
  originalType: z.string(),
  createdAt: instant,
})

/** A large photo that has arrived in the store and waits for its turn. */
export const uploadedPhotoSchema = z.object({
  state: z.literal('UPLOADED'),
  id: uploadId,
  createdAt: instant,
})

/** A large photo that cannot be used, and why. */
export const rejectedPhotoSchema = z.object({
  state: z.literal('REJECTED'),
  id: uploadId,
  createdAt: instant,
  reason: figuresSchema.extend({ code: z.string(), message: z.string(), shouldRetake: z.boolean() }),
})

export const photoRecordSchema = z.discriminatedUnion('state', [
  readyPhotoSchema,
  uploadedPhotoSchema,
  rejectedPhotoSchema,
])

export type ReadyPhoto = z.infer<typeof readyPhotoSchema>
export type UploadedPhoto = z.infer<typeof uploadedPhotoSchema>
export type RejectedPhoto = z.infer<typeof rejectedPhotoSchema>
export type PhotoRecord = z.infer<typeof photoRecordSchema>
export type Clahe = z.infer<typeof claheSchema>
/** What a request asks for; the rest is as the model was trained. */
export type ClaheRequest = { [Name in keyof Clahe]?: Clahe[Name] | undefined }

/** The stored pictures of a photo; others are drawn from them when asked for (drawings.ts). */
export const photoVersions = ['original', 'normalized', 'enhanced'] as const
export type PhotoVersion = (typeof photoVersions)[number]

/** Media type of a stored picture. */
export const pictureType = (photo: ReadyPhoto, version: PhotoVersion): string =>
  version === 'original' ? photo.originalType : 'image/jpeg'
