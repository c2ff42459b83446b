import { enhance } from '../../edge/picture/enhance.ts'
import { measuredGrey } from '../../edge/picture/grey.ts'
import type { PhotoLimits } from '../../edge/picture/limits.ts'
import type { Picture } from '../../edge/picture/picture.ts'
import { captureQuality } from '../../edge/picture/quality.ts'
import { readPhoto } from '../../edge/picture/read-photo.ts'
import { assessInstances } from '../assess/assess-instances.ts'
import type { Assessment, Detail } from '../contract.ts'
import { availableCores } from './cores.ts'
import { createDetector } from './detector.ts'
import type { Device, DeviceRequest } from './device.ts'
import { PreprocessingMismatch } from './errors.ts'
import type { Manifest, ModelEntry } from './manifest.ts'
import { openModels } from './open-models.ts'
import { createPhotoDetector } from './photo-detector.ts'
import { preparePicture } from './prepare.ts'
import type { Session } from './session.ts'
import { createStopwatch } from './stopwatch.ts'
import { withVehicle } from './vehicle-in-view.ts'

export interface AssessorOptions {
  /** Folder with `model.json` and the files it names. */
  modelDir: string
  /** @default 'auto' */
  device?: DeviceRequest
  /** Threads that share the work of one run. @default every core available */
  threads?: number
  /** What is read before a photo is refused. */
  limits?: Partial<PhotoLimits>
}

export interface AssessOptions {
  /** `high` also looks at overlapping tiles, for small damage; it takes several times as long. @default 'standard' */
  detail?: Detail | undefined
  /** Replaces the confidence that each class of damage needs, 0 to 1. @default the manifest's thresholds */
  minConfidence?: number | undefined
  /** Id of the preprocessing that the picture already went through. @default none: an original photo */
  prepared?: string | undefined
  /** Ends the work before its next stage. */
  signal?: AbortSignal | undefined
}

export interface Assessed {
  assessment: Assessment
  /** The working picture, enhanced, to draw the answer on; computed when it is read. */
  readonly picture: Picture
}

export interface Assessor {
  readonly manifest: Manifest
  readonly device: Device
  /** Why `auto` ended on the CPU although a CUDA provider is installed; null otherwise. */
  readonly deviceNote: string | null
  /** @throws PhotoError, AssessmentError, the signal's reason */
  assess(bytes: Uint8Array, options?: AssessOptions): Promise<Assessed>
  /** Runs both models once on an empty picture. @throws RunFailed, ModelOutputInvalid */
  check(): Promise<void>
  /** Waits for runs under way, then frees the models' memory. */
  close(): Promise<void>
}

/** On a GPU: lengths that a side is padded to. With four, a photo of 4:3 or 16:9 has one shape upright and one lying. */
const SIZES_PER_SIDE = 4

/**
 * Opens the models, runs them once, and assesses photos with them from then on.
 *
 * @throws AssessmentError naming what is missing or broken, and the fix
 */
export async function createAssessor({
  modelDir,
  device = 'auto',
  threads = availableCores(),
  limits = {},
}: AssessorOptions): Promise<Assessor> {
  const models = await openModels({ modelDir, device, threads })
  const { manifest } = models
  const { preprocessing } = manifest
  const { damage, parts } = manifest.models
  const detectorOf = (session: Session, model: ModelEntry) => {
    const sizeStep = models.device === 'cuda' ? Math.ceil(model.inputSide / SIZES_PER_SIDE) : undefined
    return createPhotoDetector(createDetector({ session, model, sizeStep }), model.inputSide)
  }
  const damages = detectorOf(models.damage, damage)
  const vehicleParts = detectorOf(models.parts, parts)

  async function assess(bytes: Uint8Array, options: AssessOptions = {}): Promise<Assessed> {
    const { detail = 'standard', minConfidence, prepared, signal } = options
    const clock = createStopwatch()
    const next = <T>(stage: string, work: () => T | Promise<T>) => {
      signal?.throwIfAborted()
      return clock.time(stage, work)
    }
    const { id, workingSide } = preprocessing
    if (prepared !== undefined && prepared !== id) throw new PreprocessingMismatch(id, prepared)
    const photo = await next('decode', () => readPhoto(bytes, { maxSide: workingSide, limits }))
    if (prepared && Math.max(photo.width, photo.height) > workingSide) {
      const size = `${photo.width}x${photo.height} pixels`
      throw new PreprocessingMismatch(`${id} (at most ${workingSide} pixels a side)`, size)
    }
    const quality = await next('quality', () => captureQuality(measuredGrey(photo.picture), photo))
    const picture = await next('enhance', () =>
      prepared ? photo.picture : preparePicture(photo.picture, preprocessing),
    )
    // At once: neither model keeps all cores busy all of the time.
    const [damaged, whole] = await allEnded([
      next('damage', () => damages.detect(picture, photo, { detail, signal })),
      next('parts', () => vehicleParts.detect(picture, photo, { signal })),
    ])
    const answer = await next('shapes', () =>
      assessInstances(
        {
          width: photo.width,
          height: photo.height,
          damages: damaged.instances,
          parts: whole.instances,
          vehicle: whole.vehicle,
        },
        {
          minConfidence,
          thresholds: damage.thresholds,
          relativeThreshold: damage.relativeThreshold,
          partThreshold: parts.threshold,
          vehicle: parts.vehicleThreshold === undefined ? {} : { probability: parts.vehicleThreshold },
        },
      ),
    )
    return {
      assessment: {
        width: photo.width,
        height: photo.height,
        ...answer,
        quality: withVehicle(quality, answer.vehicle),
        model: { name: manifest.name, version: manifest.version, preprocessing: id },
        device: models.device,
        ms: clock.read(),
      },
      get picture() {
        return prepared || preprocessing.clahe ? picture : enhance(picture)
      },
    }
  }

  async function check() {
    const empty = { width: 256, height: 192, data: new Uint8Array(256 * 192 * 3).fill(128) }
    await damages.detect(empty, empty)
    await vehicleParts.detect(empty, empty)
  }

  const assessor: Assessor = {
    manifest,
    device: models.device,
    deviceNote: models.deviceNote,
    assess,
    check,
    close: models.close,
  }
  try {
    await check()
  } catch (error) {
    await models.close()
    throw error
  }
  return assessor
}

/** Waits for both even if one fails: until then the processor is not free for another photo. */
async function allEnded<A, B>(tasks: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(tasks)
  return Promise.all(tasks)
}
