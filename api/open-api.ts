import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import type { Logger } from 'pino'
import { checkRegion } from '../edge/aws-region.ts'
import type { Links } from '../edge/links.ts'
import type { Photos } from '../edge/photos.ts'
import { loadManifest, type Manifest } from '../inference/runtime/manifest.ts'
import { type ApiDeps, createApi } from './api.ts'
import { byCredentials, openAccess } from './auth/authenticate.ts'
import { createVerifyToken } from './auth/oidc.ts'
import { createSageMakerModel } from './model/sagemaker-model.ts'
import { readPersistedOperations } from './persisted-operations.ts'
import type { ApiSettings } from './settings.ts'
import { stagedTable } from './store/staged-table.ts'
import type { Table } from './store/table.ts'
import { openOutbox } from './webhooks/outbox/open-outbox.ts'
import { createGraphql, type YogaDeps } from './yoga.ts'

export interface OpenDeps {
  logger: Logger
  photos: Photos
  links: Links
  /** Where the model answers; the settings say unless given. */
  modelUrl?: string
  asynchronous?: boolean
  handOver?: ApiDeps['handOver']
  batching?: ApiDeps['batching']
  whileDown?: NonNullable<ApiDeps['settings']>['whileDown']
  /** Draws GraphiQL from this machine's own files, where there is no network to fetch it from. */
  renderGraphiQL?: YogaDeps['renderGraphiQL']
}

/** Puts the API together as the settings say. */
export async function openApi(
  settings: ApiSettings,
  { logger, photos, links, modelUrl, asynchronous, handOver, whileDown, renderGraphiQL, batching }: OpenDeps,
) {
  const { MODEL_ENDPOINT, MODEL_ENDPOINT_URL, AUTH, NODE_ENV, PUBLIC_URL } = settings
  const endpoint = modelUrl ?? MODEL_ENDPOINT_URL
  const client = new SageMakerRuntimeClient({
    // What is tried again, and for how long, is the runner's to decide.
    maxAttempts: 1,
    ...(endpoint && {
      endpoint,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
  })
  const plainTable = stagedTable(await openTable(settings))
  const receivers = settings.WEBHOOKS
  const sending = receivers.length > 0 ? openOutbox({ table: plainTable, webhooks: receivers, logger }) : null
  const table = sending?.table ?? plainTable
  const api = createApi({
    table,
    photos,
    links,
    logger,
    ...(handOver && { handOver }),
    ...(batching && { batching }),
    ...(sending && { webhooks: { outbox: sending.outbox, receivers } }),
    manifest: await manifestOf(settings),
    model: createSageMakerModel({
      client,
      endpointName: MODEL_ENDPOINT ?? 'dentgraph',
      timeoutSeconds: settings.MODEL_TIMEOUT,
    }),
    settings: {
      concurrency: settings.ASSESS_CONCURRENCY,
      queue: settings.ASSESS_QUEUE,
      retrySeconds: settings.MODEL_RETRY,
      waitSeconds: settings.ASSESS_WAIT,
      leaseSeconds: settings.MODEL_TIMEOUT + settings.MODEL_RETRY + 60,
      ...(asynchronous && { asynchronous }),
      ...(whileDown && { whileDown }),
    },
  })
  const development = NODE_ENV !== 'production'
  const persisted = await readPersistedOperations(settings.PERSISTED_OPERATIONS, settings.PERSISTED_ONLY)
  const graphql = createGraphql({
    api,
    logger,
    development,
    ...(renderGraphiQL && { renderGraphiQL }),
    ...(PUBLIC_URL && { publicUrl: PUBLIC_URL }),
    ...(persisted && { persisted }),
  })
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = settings
  const verifyToken =
    issuer === undefined
      ? undefined
      : createVerifyToken({
          issuer,
          audience,
          tenantClaim: settings.OIDC_TENANT_CLAIM,
          roleClaim: settings.OIDC_ROLE_CLAIM,
          ...(jwksUrl && { jwksUrl }),
        })
  const authenticate =
    AUTH === 'open'
      ? openAccess()
      : byCredentials({ apiKeys: api.apiKeys, ...(verifyToken && { verifyToken }) })
  return { api, graphql, authenticate, development, table, outbox: sending?.outbox ?? null }
}

/** How long a process that is just ending may keep the file. */
const STORE_WAIT_MS = 5000

export async function openTable({ TABLE_NAME, DYNAMODB_ENDPOINT, DATA_DIR }: ApiSettings): Promise<Table> {
  if (TABLE_NAME) {
    const [{ createDynamoClient }, { createDynamoTable }] = await Promise.all([
      import('./store/dynamo-client.ts'),
      import('./store/dynamo-table.ts'),
    ])
    const endpoint = DYNAMODB_ENDPOINT && { endpoint: DYNAMODB_ENDPOINT }
    const client = createDynamoClient({ ...endpoint })
    await checkRegion(client, 'TABLE_NAME')
    return createDynamoTable(client, TABLE_NAME)
  }
  // Imported here, so that the Lambda's bundle holds no native module.
  const { createSqliteTable, StoreInUse } = await import('./store/sqlite-table.ts')
  for (const began = performance.now(); ; await sleep(100)) {
    try {
      return createSqliteTable(join(resolve(DATA_DIR), 'dentgraph.db'))
    } catch (error) {
      if (!(error instanceof StoreInUse) || performance.now() - began > STORE_WAIT_MS) throw error
    }
  }
}

/** What the endpoint runs; without the file the API works, but knows no names of types and parts. */
async function manifestOf({ MODEL_DIR, MODEL_ENDPOINT }: ApiSettings): Promise<Manifest | null> {
  try {
    return await loadManifest(MODEL_DIR)
  } catch (error) {
    if (MODEL_ENDPOINT) return null
    throw error
  }
}
