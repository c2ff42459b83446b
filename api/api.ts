import type { Logger } from 'pino'
import type { Links } from '../edge/links.ts'
import type { Photos } from '../edge/photos.ts'
import type { Manifest } from '../inference/runtime/manifest.ts'
import { type AssessDamage, createAssessDamage } from './assess/assess-damage.ts'
import { type Changes, createChanges } from './assess/changes.ts'
import { createRunner, type Runner, type RunnerDeps } from './assess/runner.ts'
import type { WorkItem } from './assess/work-list.ts'
import { type ApiKeys, createApiKeys } from './auth/api-keys.ts'
import { type Batching, type BatchingOptions, createBatching } from './batches/create-batching.ts'
import { type Claims, createClaims } from './domain/claims.ts'
import type { Model } from './model/sagemaker-model.ts'
import { type AnnotatedPictures, createAnnotatedPictures } from './photos/annotated-pictures.ts'
import { createKeepOverlays, type KeepOverlays } from './photos/keep-overlays.ts'
import { createPhotoIndex, type PhotoIndex } from './photos/photo-index.ts'
import type { Table } from './store/table.ts'
import { type Compare, createCompare } from './use-cases/compare-visits.ts'
import { createEditClaim, type EditClaim } from './use-cases/edit-claim.ts'
import { createEraseClaim, type EraseClaim } from './use-cases/erase-claim.ts'
import { createExportAnnotations, type ExportAnnotations } from './use-cases/export-annotations.ts'
import { createListClaims, type ListClaims } from './use-cases/list-claims.ts'
import { createResendEvents, type ResendEvents } from './use-cases/resend-events.ts'
import { createReviewDamage, type ReviewDamage } from './use-cases/review-damage.ts'
import type { Outbox } from './webhooks/outbox/outbox.ts'
import type { OwnWebhook } from './webhooks/outbox/settings.ts'

export interface ApiDeps {
  table: Table
  photos: Photos
  links: Links
  model: Model
  /** What the endpoint runs; null where that is not known here. */
  manifest: Manifest | null
  logger: Logger
  clock?: () => number
  /** Takes over what did not end while its caller waited; without it the work goes on in this process. */
  handOver?: (item: WorkItem) => Promise<void>
  /** Absent where nothing works on batches. */
  batching?: BatchingOptions
  /** What delivers webhooks here, and to whom; absent where it does not. */
  webhooks?: { outbox: Outbox; receivers: readonly OwnWebhook[] }
  settings?: Partial<
    Pick<RunnerDeps, 'concurrency' | 'queue' | 'leaseSeconds' | 'maxAttempts' | 'retrySeconds' | 'whileDown'>
  > & {
    /** @default 20 */
    waitSeconds?: number
    asynchronous?: boolean
  }
}

/** Everything that the API does, without how it is asked. */
export interface Api {
  table: Table
  claims: Claims
  editClaim: EditClaim
  listClaims: ListClaims
  assessDamage: AssessDamage
  reviewDamage: ReviewDamage
  exportAnnotations: ExportAnnotations
  compare: Compare
  eraseClaim: EraseClaim
  apiKeys: ApiKeys
  resendEvents: ResendEvents
  index: PhotoIndex
  photos: Photos
  links: Links
  annotated: AnnotatedPictures
  overlays: KeepOverlays
  runner: Runner
  /** Null where nothing works on batches. */
  batching: Batching | null
  changes: Changes
  manifest: Manifest | null
  /** How long a caller waits for the model unless they say otherwise. */
  waitSeconds: number
}

export function createApi(deps: ApiDeps): Api {
  const { table, photos, links, model, manifest, logger, handOver, clock = Date.now, settings = {} } = deps
  const { waitSeconds = 20, asynchronous = false, retrySeconds = 12, ...runnerSettings } = settings
  const claims = createClaims({ table, clock })
  const index = createPhotoIndex({ table })
  const changes = createChanges()
  const overlays = createKeepOverlays({ photos, logger })
  const preprocessing = manifest?.preprocessing ?? null
  const runner = createRunner({
    claims,
    table,
    photos,
    model,
    preprocessing,
    clock,
    logger,
    retrySeconds,
    ...runnerSettings,
    changed: (assessment) => {
      changes.publish(assessment)
      overlays.changed(assessment)
    },
  })
  const names = manifest && {
    damageTypes: manifest.models.damage.classes,
    parts: manifest.models.parts.classes,
  }
  const listClaims = createListClaims({ table, claims })
  return {
    table,
    claims,
    index,
    changes,
    annotated: createAnnotatedPictures({ photos, links, clock }),
    overlays,
    runner,
    photos,
    links,
    manifest,
    waitSeconds,
    listClaims,
    editClaim: createEditClaim({ claims }),
    assessDamage: createAssessDamage({
      claims,
      table,
      photos,
      index,
      runner,
      changes,
      clock,
      asynchronous,
      ...(handOver && { handOver }),
    }),
    reviewDamage: createReviewDamage({ claims, names }),
    exportAnnotations: createExportAnnotations({ claims, listClaims, names }),
    compare: createCompare({ claims, index }),
    batching: deps.batching
      ? createBatching({ ...deps.batching, table, claims, photos, index, runner, clock, logger })
      : null,
    eraseClaim: createEraseClaim({ claims, table, index, photos, clock }),
    apiKeys: createApiKeys({ table, clock }),
    resendEvents: createResendEvents({
      outbox: deps.webhooks?.outbox ?? null,
      webhooks: deps.webhooks?.receivers ?? [],
    }),
  }
}
