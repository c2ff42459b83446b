import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import type { Logger } from 'pino'
import type { Blobs } from '../../edge/blobs/blobs.ts'
import type { Photos } from '../../edge/photos.ts'
import { loadManifest } from '../../inference/runtime/manifest.ts'
import { createLeases } from '../assess/leases.ts'
import { createRunner, type RunnerDeps } from '../assess/runner.ts'
import type { Claims } from '../domain/claims.ts'
import { createSageMakerModel } from '../model/sagemaker-model.ts'
import { createKeepOverlays } from '../photos/keep-overlays.ts'
import type { Table } from '../store/table.ts'
import { createAsyncEndpoint } from './async-endpoint.ts'
import { createAsyncWork } from './async-work.ts'
import type { WorkerSettings } from './settings.ts'

export interface AssessingDeps extends Pick<RunnerDeps, 'whileDown'> {
  claims: Claims
  table: Table
  /** The bucket that the edge keeps photos in, and an asynchronous endpoint its answers. */
  blobs: Pick<Blobs, 'get' | 'delete'>
  photos: Pick<Photos, 'read' | 'putOverlay'>
  sagemaker: SageMakerRuntimeClient
  logger: Logger
  clock: () => number
}

type AssessingSettings = Omit<WorkerSettings, 'WORK_QUEUE_URL' | 'LOG_LEVEL' | 'TABLE_NAME'>

/** What the workers assess with, as the settings say: by an endpoint that answers at once, and by one that does so later. */
export async function openAssessing(settings: AssessingSettings, deps: AssessingDeps) {
  const { claims, table, blobs, photos, sagemaker: client, logger, clock, whileDown = 'fails' } = deps
  const { EDGE_BUCKET: bucket, MODEL_ENDPOINT: endpointName, MODEL_TIMEOUT: timeoutSeconds } = settings
  const { preprocessing } = await loadManifest(settings.MODEL_DIR)
  const { changed, idle } = createKeepOverlays({ photos, logger })
  const leaseSeconds = timeoutSeconds + settings.MODEL_RETRY + 60
  return {
    asynchronous: createAsyncWork({
      claims,
      table,
      blobs,
      logger,
      leases: createLeases({ claims, clock, leaseSeconds, changed }),
      endpoint: createAsyncEndpoint({ client, endpointName, bucket, waitSeconds: timeoutSeconds }),
    }),
    runner: createRunner({
      claims,
      table,
      clock,
      logger,
      leaseSeconds,
      photos,
      preprocessing,
      model: createSageMakerModel({ client, endpointName, timeoutSeconds }),
      retrySeconds: settings.MODEL_RETRY,
      concurrency: settings.ASSESS_CONCURRENCY,
      whileDown,
      changed,
    }),
    /** Resolves when nothing is under way: a function is frozen with its answer. */
    settled: idle,
  }
}
