import { setTimeout as sleep } from 'node:timers/promises'
import type { PhotoVersion, ReadyPhoto } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
import { inStage } from '../../edge/stage.ts'
import type { Detail, Assessment as ModelAnswer } from '../../inference/contract.ts'
import type { Preprocessing } from '../../inference/runtime/manifest.ts'
import { isPassing } from '../is-passing.ts'
import { ModelDown, ModelError, ModelRefused } from '../model/errors.ts'
import type { Model } from '../model/sagemaker-model.ts'

export interface AskDeps {
  photos: Pick<Photos, 'read'>
  model: Model
  /** The model's, to know which stored picture it may be given. */
  preprocessing: Preprocessing | null
  /** How long to try again while the model is down or busy. */
  retrySeconds: number
}

/** First pause between two attempts; each is twice the last, up to the longest. */
const FIRST_PAUSE_S = 0.25
const LONGEST_PAUSE_S = 5

/**
 * Has the model look at a photo, again and again while it is down, or the photo cannot be read, and there is time.
 *
 * @throws ModelError when the time is up or repeating is no help, the signal's reason
 */
export async function askModel(
  { photos, model, preprocessing, retrySeconds }: AskDeps,
  photo: ReadyPhoto,
  detail: Detail,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  let version = preparedVersion(photo, preprocessing)
  const started = performance.now()
  for (let pause = FIRST_PAUSE_S; ; pause = Math.min(LONGEST_PAUSE_S, pause * 2)) {
    const picture = version
    try {
      const bytes = await inStage('picture read', () => photos.read(photo.id, picture)).catch(unreadable)
      signal.throwIfAborted()
      if (!bytes)
        throw new ModelRefused(
          'PHOTO_MISSING',
          'Expected the stored photo but received none; upload it again',
        )
      const prepared = version === 'original' ? {} : { prepared: photo.preprocessing.id }
      return await inStage('ask the model', () => model.assess({ bytes, detail, signal, ...prepared }))
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      // The endpoint has moved on to another model: it prepares the original by itself.
      if (error.code === 'PREPROCESSING_MISMATCH' && version !== 'original') {
        version = 'original'
        continue
      }
      const wait = Math.max(pause, error instanceof ModelDown ? (error.retryAfterSeconds ?? 0) : 0)
      const elapsed = (performance.now() - started) / 1000
      if (!error.retryable || elapsed + wait > retrySeconds) throw error
      await sleep(wait * 1000 * (0.75 + 0.5 * Math.random()), undefined, { signal }).catch(() =>
        signal.throwIfAborted(),
      )
    }
  }
}

/** A store of pictures that is away or too busy is, to whoever waits, as a model that is. */
function unreadable(error: unknown): never {
  if (!isPassing(error)) throw error
  throw new ModelDown('none, because the stored photo cannot be read for now', null, { cause: error })
}

/** The stored picture that is what the model itself would make of the original. */
function preparedVersion(photo: ReadyPhoto, preprocessing: Preprocessing | null): PhotoVersion {
  const { id, workingSide, clahe } = photo.preprocessing
  if (!preprocessing || preprocessing.id !== id || preprocessing.workingSide !== workingSide)
    return 'original'
  if (!preprocessing.clahe) return 'normalized'
  const { clipLimit, tilesX, tilesY } = preprocessing.clahe
  const alike = clahe.clipLimit === clipLimit && clahe.tilesX === tilesX && clahe.tilesY === tilesY
  return alike ? 'enhanced' : 'original'
}
