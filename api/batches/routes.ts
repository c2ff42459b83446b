import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from 'pino'
import { z } from 'zod'
import { ZipExpected } from '../../edge/batches/errors.ts'
import { RequestInvalid, RouteUnknown } from '../../edge/http/errors.ts'
import { describeFailure } from '../../edge/http/failure.ts'
import type { Links } from '../../edge/links.ts'
import { ApiError, NotFound } from '../errors.ts'
import { requestIdOf } from '../http/request-id.ts'
import type { Principal } from '../principal.ts'
import type { Batches } from './batches.ts'
import type { BatchHead } from './records.ts'
import { resultLinks, tenantOfPath } from './results/result-links.ts'
import { type Results, resultFiles } from './results/results.ts'

export interface BatchRoutesDeps {
  batches: Batches
  results: Results
  links: Links
  logger: Logger
}

type Env = { Bindings: { principal: Principal | null } }

const optionsSchema = z.object({
  name: z.string().max(200).optional(),
  detail: z.enum(['standard', 'high']).default('standard'),
  grouping: z
    .enum(['photo', 'folder'])
    .default('photo')
    .transform((text) => (text === 'photo' ? ('PHOTO' as const) : ('FOLDER' as const))),
})

const known = 'POST /batches, GET /batches/:id or a link to its results'

const statusOf: Record<string, ContentfulStatusCode> = {
  VALIDATION_FAILED: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  IDEMPOTENCY_CONFLICT: 409,
  ZIP_REJECTED: 422,
}

/**
 * Batches over plain HTTP: `POST /batches` with a zip as its body, stored as it arrives; `GET /batches/:id` for how far
 * it is; its results by signed links. See docs/batches.md.
 */
export function createBatchRoutes({ batches, results, links, logger }: BatchRoutesDeps) {
  const app = new Hono<Env>()

  /** Whoever asks for what is not under a link was let in. */
  const principalOf = (c: Context<Env>): Principal => {
    if (!c.env.principal) throw new RouteUnknown(c.req.method, c.req.path, known)
    return c.env.principal
  }

  async function view(head: BatchHead) {
    const { id, name, state, detail, grouping, createdAt, startedAt, finishedAt, total, skipped, failure } =
      head
    const { done, failed, cancelled, waiting, rate, timeLeftSeconds } = await batches.progress(head)
    return {
      id,
      name,
      state,
      detail,
      grouping: grouping.toLowerCase(),
      createdAt,
      startedAt,
      finishedAt,
      total,
      done,
      failed,
      cancelled,
      waiting,
      skipped,
      rate,
      timeLeftSeconds,
      failure,
      links: { self: `/batches/${id}`, ...resultLinks(links, head) },
    }
  }

  app.use(secureHeaders())

  app.post('/batches', async (c) => {
    const request = c.req.raw
    const type = c.req.header('Content-Type') ?? ''
    if (/^(multipart\/|application\/x-www-form)/i.test(type))
      throw new ZipExpected(`a form (${type.slice(0, 60)})`)
    const options = readOptions(c.req.query())
    const declared = request.headers.get('content-length')
    const head = await batches.fromZip(
      principalOf(c),
      (request.body as AsyncIterable<Uint8Array> | null) ?? Readable.from([]),
      { declaredBytes: declared === null ? null : Number(declared), signal: request.signal },
      { ...options, idempotencyKey: c.req.header('Idempotency-Key') ?? null },
    )
    c.header('Location', `/batches/${head.id}`)
    c.header('Cache-Control', 'no-store')
    return c.json(await view(head), 201)
  })

  app.get('/batches/:id', async (c) => {
    const id = c.req.param('id')
    const head = await batches.find(principalOf(c), id)
    if (!head) throw new NotFound('Batch', id)
    c.header('Cache-Control', 'no-store')
    return c.json(await view(head))
  })

  app.get(`/batches/:tenant/:id/:file{${Object.keys(resultFiles).join('|')}}`, async (c) => {
    links.check(c.req.path, c.req.query())
    const { tenant, id, file } = c.req.param()
    const content = await results.open({ tenant: tenantOfPath(tenant), id }, file as keyof typeof resultFiles)
    if (!content) throw new NotFound('Batch', id)
    content.on('error', (error) => {
      if (!c.req.raw.signal.aborted) logger.error({ batch: id, err: error }, 'results broke off')
    })
    c.req.raw.signal.addEventListener('abort', () => content.destroy(), { once: true })
    return c.body(Readable.toWeb(content) as ReadableStream, 200, {
      'Content-Type': resultFiles[file as keyof typeof resultFiles],
      'Content-Disposition': `attachment; filename="${id}-${file}"`,
      'Cache-Control': 'no-store',
    })
  })

  app.all('*', (c) => {
    throw new RouteUnknown(c.req.method, c.req.path, known)
  })

  app.onError((error, c) => {
    const requestId = requestIdOf(c.req.raw.headers)
    c.header('X-Request-Id', requestId)
    c.header('Cache-Control', 'no-store')
    if (error instanceof ApiError) {
      const code = 'reason' in error ? String(error.reason) : error.code
      return c.json({ error: { code, message: error.message } }, statusOf[error.code] ?? 422)
    }
    const failed = describeFailure(error, requestId)
    if (failed.status >= 500) logger.error({ requestId, err: error }, 'request failed')
    if (failed.retryAfterS !== null) c.header('Retry-After', String(failed.retryAfterS))
    return c.json({ error: failed.error }, failed.status as ContentfulStatusCode)
  })

  return (request: Request, principal: Principal | null) => app.fetch(request, { principal })
}

function readOptions(query: Record<string, string>) {
  const parsed = optionsSchema.safeParse(query)
  if (parsed.success) {
    const { name = null, detail, grouping } = parsed.data
    return { name, detail, grouping }
  }
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') ?? ''
  throw new RequestInvalid(field, issue?.message ?? 'another value', JSON.stringify(query[field]))
}
