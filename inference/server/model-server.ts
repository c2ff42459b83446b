import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from 'pino'
import { withDeadline } from '../../edge/http/deadline.ts'
import { BodyTooSlow, ClientGone, RouteUnknown } from '../../edge/http/errors.ts'
import { createGate } from '../../edge/http/gate.ts'
import { readBody } from '../../edge/http/read-body.ts'
import { requestId } from '../../edge/http/request-id.ts'
import type { Assessment } from '../contract.ts'
import { ModelOutputInvalid, RunFailed } from '../runtime/errors.ts'
import { CUSTOM_ATTRIBUTES, readCustomAttributes } from './custom-attributes.ts'
import { AssessmentTooSlow, ServerNotReady } from './errors.ts'
import { describeModelFailure } from './failure.ts'
import { type Assessor, createHealth } from './health.ts'
import { sagemakerAnswer } from './sagemaker-answer.ts'

export interface ServerLimits {
  /** Photos assessed at once. */
  concurrency: number
  /** Photos that may wait for their turn. */
  queue: number
  /** Size of a body. */
  maxBytes: number
  /** For a body to arrive. */
  bodySeconds: number
  /** For an assessment, its wait included. */
  assessSeconds: number
}

export interface ModelServerDeps {
  /** Until it is there the server answers 503. */
  assessor: Promise<Assessor>
  limits: ServerLimits
  logger: Logger
}

export interface ModelServer {
  app: Hono<Env>
  /** Refuses new requests from now on; resolves once those inside have been answered. */
  stop(): Promise<void>
}

const routes = 'GET /ping, POST /invocations or POST /endpoints/:name/invocations'

type Env = { Variables: { requestId: string; log: Logger } }

/**
 * The model server by SageMaker's container contract (`GET /ping`, `POST /invocations` with a photo
 * as its body), and by the contract of SageMaker itself (`POST /endpoints/:name/invocations`), so
 * that its client works unchanged with this server as its `endpoint`.
 *
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
 */
export function createModelServer({ assessor, limits, logger }: ModelServerDeps): ModelServer {
  const gate = createGate(limits)
  const health = createHealth(assessor, logger)

  async function invoke(c: Context<Env>): Promise<Assessment> {
    const request = c.req.raw
    const ready = health.ready()
    const options = readCustomAttributes(c.req.header(CUSTOM_ATTRIBUTES))
    const place = gate.enter()
    c.get('log').debug({ inside: gate.inside }, 'entered')
    try {
      const { bodySeconds, assessSeconds, maxBytes } = limits
      const { bytes } = await withDeadline(
        bodySeconds,
        request.signal,
        () => new BodyTooSlow(bodySeconds),
        (signal) => readBody(c, { maxBytes, signal }),
      )
      c.get('log').debug({ bytes: bytes.length }, 'received')
      const tooSlow = () => new AssessmentTooSlow(assessSeconds)
      const { assessment } = await withDeadline(assessSeconds, request.signal, tooSlow, (signal) =>
        place.run(signal, () => ready.assess(bytes, { ...options, signal })),
      )
      return assessment
    } catch (error) {
      if (request.signal.aborted) throw new ClientGone()
      if (error instanceof RunFailed || error instanceof ModelOutputInvalid) health.doubt()
      throw error
    } finally {
      place.leave()
    }
  }

  async function answer(c: Context<Env>) {
    const assessment = await invoke(c)
    const { width, height, vehicle, damages, ms } = assessment
    c.set('log', c.get('log').child({ width, height, vehicle, damages: damages.length, ms }))
    return c.json(assessment)
  }

  function fail(error: unknown, c: Context<Env>) {
    const failed = describeModelFailure(error, c.get('requestId'))
    if (failed.retryAfterS !== null) c.header('Retry-After', String(failed.retryAfterS))
    const severe = failed.status >= 500 && failed.status !== 503
    c.set('log', c.get('log').child(severe ? { code: failed.error.code, err: error } : failed.error))
    return failed
  }

  const sagemaker = new Hono<Env>().post('/:name/invocations', answer).onError((error, c) => {
    const { status, type, body } = sagemakerAnswer(fail(error, c))
    c.header('X-Amzn-ErrorType', type)
    return c.json(body, status as ContentfulStatusCode)
  })

  const app = new Hono<Env>()
  app.use(async (c, next) => {
    const started = performance.now()
    const id = requestId(c.req.raw.headers)
    c.set('requestId', id)
    c.set('log', logger.child({ requestId: id, method: c.req.method, path: c.req.path }))
    c.header('X-Request-Id', id)
    c.header('X-Amzn-RequestId', id)
    await next()
    if (health.state === 'stopping') c.header('Connection', 'close')
    const { status } = c.res
    const level =
      c.req.path === '/ping' ? 'debug' : status >= 500 ? (status === 503 ? 'warn' : 'error') : 'info'
    c.get('log')[level]({ status, tookMs: Math.round(performance.now() - started) }, 'request')
  })
  app.get('/ping', (c) => {
    if (health.state === 'broken') health.doubt()
    if (health.state !== 'ready') throw new ServerNotReady(health.state)
    return c.body(null, 200)
  })
  app.post('/invocations', answer)
  app.route('/endpoints', sagemaker)
  app.notFound((c) => {
    const failed = fail(new RouteUnknown(c.req.method, c.req.path, routes), c)
    return c.json({ error: failed.error }, failed.status as ContentfulStatusCode)
  })
  app.onError((error, c) => {
    const failed = fail(error, c)
    return c.json({ error: failed.error }, failed.status as ContentfulStatusCode)
  })

  return {
    app,
    async stop() {
      health.stop()
      await gate.idle()
    },
  }
}
