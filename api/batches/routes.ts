import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import { ZipExpected } from '../../edge/batches/errors.ts'
import { RouteUnknown } from '../../edge/http/errors.ts'
import type { Links } from '../../edge/links.ts'
import { NotFound } from '../errors.ts'
import type { Principal } from '../principal.ts'
import { bodyOf, readOptions, receivedOf } from './batch-request.ts'
import { batchView } from './batch-view.ts'
import type { Batches } from './batches.ts'
import type { BatchHead } from './records.ts'
import { tenantOfPath, tenantPath } from './results/result-links.ts'
import { type ResultFile, type Results, resultFiles } from './results/results.ts'
import { tellFailure } from './tell-failure.ts'

export interface BatchRoutesDeps {
  batches: Batches
  results: Results
  links: Links
  logger: Logger
}

type Env = { Bindings: { principal: Principal | null } }

const known = 'POST /batches, POST /batches/uploads, GET /batches/:id or a link to its results'

/** S3 takes so much in one request. */
const MAX_LINK_BYTES = 5 * 1024 ** 3

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

  const view = async (head: BatchHead) => batchView(head, await batches.progress(head), links)

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
    const headers = {
      'Content-Type': resultFiles[name],
      'Content-Disposition': `attachment; filename="${id}-${file}"`,
    }
    if (c.req.raw.method === 'HEAD') {
      content.destroy()
      return c.body(null, 200, headers)
    }
    c.req.raw.signal.addEventListener('abort', () => content.destroy(), { once: true })
    return c.body(Readable.toWeb(content) as ReadableStream, 200, headers)
  })

  app.all('*', (c) => {
    throw new RouteUnknown(c.req.method, c.req.path, known)
  })

  app.onError((error, c) => tellFailure(error, c, logger))

  return (request: Request, principal: Principal | null) => app.fetch(request, { principal })
}
