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
import { resultLinks, tenantOfPath, tenantPath } from './results/result-links.ts'
import { type ResultFile, type Results, resultFiles } from './results/results.ts'

export interface BatchRoutesDeps {
  batches: Batches
  results: Results
  links: Links
  logger: Logger
}

type Env = { Bindings: { principal: Principal | null } }

const optionsSchema = z.object({
  upload: z.string().max(64).optional(),
  name: z.string().max(200).optional(),
  detail: z.enum(['standard', 'high']).default('standard'),
  grouping: z
    .enum(['photo', 'folder'])
    .default('photo')
    .transform((text) => (text === 'photo' ? ('PHOTO' as const) : ('FOLDER' as const))),
})

const known = 'POST /batches, POST /batches/uploads, GET /batches/:id or a link to its results'

/** S3 takes so much in one request. */
const MAX_LINK_BYTES = 5 * 1024 ** 3

const bodyOf = ({ body }: Request) => (body as AsyncIterable<Uint8Array> | null) ?? Readable.from([])

const receivedOf = ({ headers, signal }: Request) => {
  const declared = headers.get('content-length')
  return { declaredBytes: declared === null ? null : Number(declared), signal }
}

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
    const { upload, ...rest } = readOptions(c.req.query())
    const options = { ...rest, idempotencyKey: c.req.header('Idempotency-Key') ?? null }
    const head =
      upload === null
        ? await batches.fromZip(principalOf(c), bodyOf(request), receivedOf(request), options)
        : await batches.fromUpload(principalOf(c), upload, options)
    c.header('Location', `/batches/${head.id}`)
    c.header('Cache-Control', 'no-store')
    return c.json(await view(head), 201)
  })

  app.post('/batches/uploads', async (c) => {
    const { tenant } = principalOf(c)
    const { id, url } = await batches.openUpload(principalOf(c), links.seconds)
    c.header('Cache-Control', 'no-store')
    const { maxZipBytes } = batches.limits
    // The store's own links take less than this server.
    const maxBytes = url === null ? maxZipBytes : Math.min(maxZipBytes, MAX_LINK_BYTES)
    const here = () => links.to(`/batches/uploads/${tenantPath(tenant)}/${id}`)
    return c.json({ id, url: url ?? here(), maxBytes }, 201)
  })

  // Stands in for the store's own link, on one machine; see Batches.openUpload.
  app.put('/batches/uploads/:tenant/:id', async (c) => {
    links.check(c.req.path, c.req.query())
    const { tenant, id } = c.req.param()
    const ref = { tenant: tenantOfPath(tenant), id }
    await batches.receiveUpload(ref, bodyOf(c.req.raw), receivedOf(c.req.raw))
    return c.body(null, 200)
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
    const name = file as ResultFile
    const opened = await results.open({ tenant: tenantOfPath(tenant), id }, name)
    if (!opened) throw new NotFound('Batch', id)
    c.header('Cache-Control', 'no-store')
    if ('url' in opened) return c.redirect(opened.url, 302)
    if ('retryAfterSeconds' in opened) {
      const { retryAfterSeconds } = opened
      c.header('Retry-After', String(retryAfterSeconds))
      return c.json({ state: 'PREPARING', retryAfterSeconds }, 202)
    }
    const { content } = opened
    content.on('error', (error) => {
      if (!c.req.raw.signal.aborted) logger.error({ batch: id, err: error }, 'results broke off')
    })
    c.req.raw.signal.addEventListener('abort', () => content.destroy(), { once: true })
    return c.body(Readable.toWeb(content) as ReadableStream, 200, {
      'Content-Type': resultFiles[name],
      'Content-Disposition': `attachment; filename="${id}-${file}"`,
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
    const { name = null, upload = null, detail, grouping } = parsed.data
    return { name, upload, detail, grouping }
  }
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') ?? ''
  throw new RequestInvalid(field, issue?.message ?? 'another value', JSON.stringify(query[field]))
}
