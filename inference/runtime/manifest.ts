import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { ManifestInvalid, ModelMismatch, ModelMissing } from './errors.ts'

const probability = z.number().min(0).max(1)

/**
 * How a photo becomes the picture that the models see. `id` names it, so that a picture prepared
 * elsewhere is accepted only if it was prepared this way.
 */
const preprocessingSchema = z.object({
  id: z.string().regex(/^[\w.-]{1,64}$/),
  /** Longest side of the working picture in pixels; smaller photos are not enlarged. */
  workingSide: z.number().int().min(32).max(8192),
  /** OpenCV's CLAHE on luma, as edge/picture/enhance.ts does it; null feeds the plain picture. */
  clahe: z
    .object({
      clipLimit: z.number().positive(),
      tilesX: z.number().int().min(1).max(64),
      tilesY: z.number().int().min(1).max(64),
    })
    .nullable(),
})

const modelSchema = z.object({
  /** Name of the ONNX file beside the manifest. */
  file: z.string().regex(/^[\w.-]+\.onnx$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Class names in the order of the graph's labels, which count from 1. */
  classes: z.array(z.string().min(1)).min(1),
  /** Longest side in pixels of the picture handed to the graph; smaller ones are not enlarged. */
  inputSide: z.number().int().min(32).max(4096),
  /** Per class: confidence = sigmoid(a · logit(score) + b), as fitted on validation (Platt scaling). */
  calibration: z.record(z.string(), z.object({ a: z.number(), b: z.number() })).default({}),
  training: z.unknown().optional(),
  metrics: z.unknown().optional(),
})

const damageModelSchema = modelSchema
  .extend({
    thresholds: z.record(z.string(), probability),
    /** Share of the confidence of the photo's surest damage that every other one needs, too. */
    relativeThreshold: probability.default(0),
  })
  .refine(({ classes, thresholds }) => classes.every((name) => name in thresholds), {
    message: 'Expected a threshold for every class',
    path: ['thresholds'],
  })

const partsModelSchema = modelSchema.extend({
  threshold: probability,
  /** Probability from which a vehicle is in view, for a graph that says so. */
  vehicleThreshold: probability.optional(),
})

/** `model.json`: what the model files are and how they are to be used. */
export const manifestSchema = z.object({
  name: z.string().min(1),
  version: z.string().min(1),
  preprocessing: preprocessingSchema,
  models: z.object({ damage: damageModelSchema, parts: partsModelSchema }),
})

export type Manifest = z.infer<typeof manifestSchema>
export type ModelEntry = z.infer<typeof modelSchema>
export type Preprocessing = z.infer<typeof preprocessingSchema>

/** Reads and checks `model.json`. @throws ModelMissing, ManifestInvalid */
export async function loadManifest(modelDir: string): Promise<Manifest> {
  const file = join(modelDir, 'model.json')
  const text = new TextDecoder().decode(await readOrMissing(file))
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new ManifestInvalid(file, error instanceof Error ? error.message : String(error))
  }
  const parsed = manifestSchema.safeParse(json)
  if (!parsed.success) throw new ManifestInvalid(file, z.prettifyError(parsed.error).replaceAll('\n', ' '))
  return parsed.data
}

/**
 * Reads a model file whole and checks it against the manifest. The session is made from these very
 * bytes, so that the file cannot change in between. @throws ModelMissing, ModelMismatch
 */
export async function loadModelFile(modelDir: string, { file, sha256 }: ModelEntry): Promise<Uint8Array> {
  const path = join(modelDir, file)
  const bytes = await readOrMissing(path)
  const received = createHash('sha256').update(bytes).digest('hex')
  if (received !== sha256) throw new ModelMismatch(path, sha256, `${received} (${bytes.length} bytes)`)
  return bytes
}

async function readOrMissing(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new ModelMissing(file, (error as NodeJS.ErrnoException).code ?? String(error))
  }
}
