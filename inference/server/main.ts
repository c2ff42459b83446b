import { pino } from 'pino'
import { cannotListen } from '../../edge/http/cannot-listen.ts'
import { guardSockets } from '../../edge/http/guard-sockets.ts'
import { serveHttp } from '../../edge/http/serve-http.ts'
import { settingsOrExit } from '../../edge/read-environment.ts'
import { createAssessor } from '../runtime/assessor.ts'
import { createModelServer } from './model-server.ts'
import { readSettings } from './settings.ts'

const settings = settingsOrExit(readSettings)
const logger = pino({ name: 'dentgraph-inference', level: settings.LOG_LEVEL })

const assessor = createAssessor({
  modelDir: settings.MODEL_DIR,
  device: settings.INFERENCE_DEVICE,
  threads: settings.INFERENCE_THREADS,
  limits: { maxBytes: settings.INFERENCE_MAX_BYTES },
})
const server = createModelServer({
  assessor,
  logger,
  limits: {
    concurrency: settings.INFERENCE_CONCURRENCY,
    queue: settings.INFERENCE_QUEUE,
    maxBytes: settings.INFERENCE_MAX_BYTES,
    bodySeconds: settings.INFERENCE_BODY_TIMEOUT,
    assessSeconds: settings.INFERENCE_TIMEOUT,
  },
})

// It listens before the model is loaded, so that /ping says "not yet" rather than nothing.
const { PORT: port, HOST: hostname } = settings
const listening = { fetch: server.app.fetch, port, ...(hostname && { hostname }) }
const http = serveHttp(listening, ({ address, port }) => {
  logger.info({ address, port, modelDir: settings.MODEL_DIR }, 'listening')
})
http.on('error', cannotListen)
guardSockets(http, { bodySeconds: settings.INFERENCE_BODY_TIMEOUT })

assessor.then(
  ({ manifest: { name, version }, device, deviceNote }) => {
    if (deviceNote) logger.warn({ reason: deviceNote }, 'CUDA is installed but cannot be used')
    logger.info({ model: name, version, device, threads: settings.INFERENCE_THREADS }, 'ready')
  },
  (error) => {
    logger.fatal({ err: error }, 'cannot load the model')
    process.exit(1)
  },
)

// A second signal finds the default handler again and ends the process at once.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))

async function stop(signal: string) {
  logger.info({ signal }, 'stopping: finishing what is under way')
  const closed = new Promise<void>((resolve) => http.close(() => resolve()))
  // A connection whose last answer is still being written becomes idle only later.
  const closing = setInterval(() => http.closeIdleConnections(), 50)
  const finished = server.stop().then(async () => {
    await closed
    clearInterval(closing)
    await (await assessor).close()
    return true
  })
  const late = new Promise<false>((resolve) => setTimeout(resolve, settings.INFERENCE_DRAIN * 1000, false))
  if (!(await Promise.race([finished, late]))) logger.warn('stopping with requests under way: the time is up')
  logger.info('stopped')
  process.exit(0)
}
