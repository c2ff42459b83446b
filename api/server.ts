/** Everything on one machine: `npm start`. Settings come from the environment (docs/api.md). */
import { resolve } from 'node:path'
import { pino } from 'pino'
import { cannotListen } from '../edge/http/cannot-listen.ts'
import { guardSockets } from '../edge/http/guard-sockets.ts'
import { serveHttp } from '../edge/http/serve-http.ts'
import { openEdge } from '../edge/open-edge.ts'
import { createPreparerPool } from '../edge/preparer-pool.ts'
import { readEdgeSettings } from '../edge/settings.ts'
import { drawOverlay } from '../inference/cli/annotate/draw-overlay.ts'
import { createApp } from './app.ts'
import { createBatchRoutes } from './batches/routes.ts'
import { openObjectSource } from './batches/sources/open-object-source.ts'
import { deskConfigOf } from './desk/desk-config.ts'
import { serveDesk } from './desk/serve-desk.ts'
import { createEdgeRoutes } from './edge-routes.ts'
import { openGraphiql } from './graphiql/open-graphiql.ts'
import { startModelProcess } from './model/model-process.ts'
import { openApi } from './open-api.ts'
import { isLoopback, readApiSettings } from './settings.ts'
import { createUpkeep } from './upkeep.ts'
import { whyNotStarted } from './why-not-started.ts'

/** How long to wait for the model before the address is told without it. */
const MODEL_START_S = 60

const settings = orExit(() => readApiSettings(process.env))
const edgeSettings = orExit(() =>
  readEdgeSettings({
    EDGE_PUBLIC_URL: process.env.PUBLIC_URL,
    ...process.env,
    DATA_DIR: resolve(settings.DATA_DIR),
    MODEL_DIR: settings.MODEL_DIR,
  }),
)
// Standard output is for the address alone.
const logger = pino({ name: 'dentgraph', level: settings.LOG_LEVEL }, pino.destination(2))
const preparer = createPreparerPool({
  limits: { maxBytes: edgeSettings.EDGE_MAX_BYTES, maxMegapixels: edgeSettings.EDGE_MAX_MEGAPIXELS },
})
// The file's lock says that no other process works on this folder.
const alone = settings.TABLE_NAME === undefined
const edge = await openEdge(edgeSettings, {
  logger,
  prepare: preparer.prepare,
  annotate: drawOverlay,
  alone,
}).catch(exit)
const modelProcess = settings.MODEL_ENDPOINT_URL
  ? null
  : await startModelProcess({ modelDir: settings.MODEL_DIR, logger })
// AWS's client asks the model server of this machine: what it says of Node's version and AWS concerns nobody.
if (modelProcess && alone && !edgeSettings.EDGE_BUCKET)
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const renderGraphiQL = settings.NODE_ENV === 'production' ? null : await openGraphiql()
const { api, graphql, authenticate, development, table, outbox } = await openApi(settings, {
  logger,
  photos: edge.photos,
  links: edge.links,
  ...(modelProcess && { modelUrl: modelProcess.url }),
  batching: {
    zips: edge.zips,
    objects: await openObjectSource(settings.BATCH_PREFIXES, edgeSettings).catch(exit),
    concurrency: settings.BATCH_CONCURRENCY,
    alone,
    drawn: async (photo, overlay) => {
      const picture = await edge.drawings.annotated(photo, overlay, 60)
      if (!picture || 'bytes' in picture) return picture?.bytes ?? null
      return new Uint8Array(await (await fetch(picture.url)).arrayBuffer())
    },
  },
  ...(renderGraphiQL && { renderGraphiQL }),
}).catch(exit)

// A bucket hands out photos and takes zips itself: pages have to be allowed to talk to it.
const store = await edge.zips.uploadLink(edge.zips.newId(), 60).catch(exit)
const open = settings.AUTH === 'open'
const app = createApp({
  graphql,
  authenticate,
  logger,
  development,
  origins: { allowed: settings.CORS_ORIGINS, loopbackOnly: open && isLoopback(settings.HOST) },
  edge: createEdgeRoutes(edge.app, api.index, edge.photos),
  ...(api.batching && { batches: createBatchRoutes({ ...api.batching, links: edge.links, logger }) }),
  desk: serveDesk({
    config: deskConfigOf(settings),
    issuers: settings.OIDC_ORIGINS,
    stores: store === null ? [] : [new URL(store).origin],
  }),
})
const http = serveHttp({ fetch: app.fetch, port: settings.PORT, hostname: settings.HOST }, ({ port }) => {
  announce(port).catch(exit)
})
http.on('error', cannotListen)
guardSockets(http, {
  bodySeconds: edgeSettings.EDGE_BODY_TIMEOUT,
  endless: (path) => path.startsWith('/batches'),
})

const upkeep = createUpkeep({ api, edge, outbox, alone, logger })

async function announce(port: number) {
  if (open) {
    logger.warn(
      'AUTH=open: everybody who reaches this port may do everything; it listens on this machine only',
    )
  }
  await upkeep.begin()
  if (modelProcess && !(await modelProcess.ready(MODEL_START_S))) {
    logger.error(
      `Expected the model within ${MODEL_START_S} s but received no answer; assessments fail until it is there`,
    )
  }
  if (stopped) return
  await upkeep.goOn()
  console.log(
    `dentgraph is ready on http://${settings.HOST === '127.0.0.1' ? 'localhost' : settings.HOST}:${port}`,
  )
}

let stopped = false
async function stop(reason: string) {
  if (stopped) return
  stopped = true
  logger.info({ reason }, 'stopping: finishing what is under way')
  upkeep.stop()
  const closed = new Promise<void>((done) => http.close(() => done()))
  http.closeIdleConnections()
  const batchesLeft = api.batching?.engine.stop()
  await api.runner.stop()
  await batchesLeft
  await api.overlays.idle()
  await outbox?.stop()
  const late = setTimeout(() => http.closeAllConnections(), 5000)
  await closed
  clearTimeout(late)
  await edge.uploads.stop()
  await preparer.close()
  await modelProcess?.stop()
  await table.close()
  logger.info('stopped')
  process.exit(0)
}

// A second signal finds the default handler again and ends the process at once.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))
process.once('disconnect', () => void stop('what started it is gone'))

function orExit<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    return exit(error)
  }
}

function exit(error: unknown): never {
  console.error(whyNotStarted(error))
  process.exit(2)
}
