/** The edge alone, as a server of its own: `npx tsx edge/server.ts`. */
import { pino } from 'pino'
import { cannotListen } from './http/cannot-listen.ts'
import { guardSockets } from './http/guard-sockets.ts'
import { serveHttp } from './http/serve-http.ts'
import { openEdge } from './open-edge.ts'
import { createPreparerPool } from './preparer-pool.ts'
import { exitIfInvalid, settingsOrExit } from './read-environment.ts'
import { readEdgeSettings } from './settings.ts'

const settings = settingsOrExit(readEdgeSettings)
const logger = pino({ name: 'dentgraph-edge', level: settings.LOG_LEVEL })
const preparer = createPreparerPool({
  limits: { maxBytes: settings.EDGE_MAX_BYTES, maxMegapixels: settings.EDGE_MAX_MEGAPIXELS },
})
const { app, uploads, sweepUnfinished } = await openEdge(settings, {
  logger,
  prepare: preparer.prepare,
}).catch(exitIfInvalid)
const sweep = () =>
  sweepUnfinished().catch((error) => logger.error({ err: error }, 'cannot remove unfinished files'))
await sweep()
await uploads.resume()
setInterval(sweep, 3_600_000).unref()

const http = serveHttp(
  { fetch: app.fetch, port: settings.PORT, hostname: settings.HOST },
  ({ address, port }) => {
    logger.info({ address, port, bucket: settings.EDGE_BUCKET, dataDir: settings.DATA_DIR }, 'listening')
  },
)
http.on('error', cannotListen)
guardSockets(http, { bodySeconds: settings.EDGE_BODY_TIMEOUT })

// A second signal finds the default handler again and ends the process at once.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))

async function stop(signal: string) {
  logger.info({ signal }, 'stopping: finishing what is under way')
  const closed = new Promise<void>((resolve) => http.close(() => resolve()))
  http.closeIdleConnections()
  await closed
  await uploads.stop()
  await preparer.close()
  logger.info('stopped')
}
