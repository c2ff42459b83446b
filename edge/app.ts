import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from 'pino'
import { readClahe } from './clahe-bounds.ts'
import { parseCropBox } from './crop-box.ts'
import type { Drawings, Drawn } from './drawings.ts'
import { createByteBudget } from './http/byte-budget.ts'
import { withDeadline } from './http/deadline.ts'
import {
  BodyTooSlow,
  ClientGone,
  DrawingTooSlow,
  PhotoNotFound,
  PhotoTooSlow,
  RouteUnknown,
} from './http/errors.ts'
import { describeFailure } from './http/failure.ts'
import { isMultipart, readForm } from './http/multipart.ts'
import { createRateLimit } from './http/rate-limit.ts'
import { type Body, readBody } from './http/read-body.ts'
import { requestId } from './http/request-id.ts'
import { defaultEdgeLimits, type EdgeLimits } from './limits.ts'
import type { Links } from './links.ts'
import { type PhotoVersion, photoVersions, pictureType, type ReadyPhoto } from './photo-record.ts'
import { photoView } from './photo-view.ts'
import type { Photos } from './photos.ts'
import { thumbnailWidths } from './thumbnail-width.ts'

export interface EdgeDeps {
  photos: Photos
  drawings: Drawings
  links: Links
  logger: Logger
  limits?: Partial<EdgeLimits>
  /** Told of every upload that arrived at this server. @default nobody: the store's events tell */
  uploaded?: (id: string) => void
  /** Who sent a request, for rate limits. @default everybody is the same */
  clientOf?: (c: Context) => string
  /** Origins of pages that may call; `*` is any. @default none but this server's own */
  corsOrigins?: string[]
}

type Env = { Variables: { requestId: string; log: Logger } }

/** Seconds that a redirect to the store is good for; it is followed at once. */
const REDIRECT_SECONDS = 60

/** A page of a claim shows them by the hundred; each costs about as much as a refusal. */
const isThumbnail = (path: string) => /^\/photos\/[^/]+\/thumbnails\//.test(path)

/**
 * The edge: takes photos in and serves them. `POST /photos` with a photo as its body or in a form,
 * `POST /photos/uploads` for larger ones, `GET /photos/:id` and its pictures by signed links,
 * `GET /healthz`. See docs/edge.md.
 */
export function createEdge(deps: EdgeDeps): Hono<Env> {
  const { photos, drawings, links, logger, uploaded, clientOf = () => 'everybody', corsOrigins = [] } = deps
  const limits = { ...defaultEdgeLimits, ...deps.limits }
  const budget = createByteBudget(limits.heldBytes)
  const rate = createRateLimit(limits)
  const app = new Hono<Env>()

  /** Hands the body to `work`, in time and within bounds, and lets go of it afterwards. */
  async function withBody<T>(c: Context<Env>, work: (bytes: Uint8Array, signal: AbortSignal) => Promise<T>) {
    const request = c.req.raw
    let body: Body | undefined
    try {
      const { bodySeconds, takeSeconds, maxBytes } = limits
      const tooSlow = () => new BodyTooSlow(bodySeconds)
      const arrived = await withDeadline(bodySeconds, request.signal, tooSlow, (signal) =>
        readBody(request, { maxBytes, budget, signal }),
      )
      body = arrived
      return await withDeadline(
        takeSeconds,
        request.signal,
        () => new PhotoTooSlow(takeSeconds),
        (signal) => work(arrived.bytes, signal),
      )
    } catch (error) {
      if (request.signal.aborted) throw new ClientGone()
      throw error
    } finally {
      body?.release()
    }
  }

  /** The photo of a form or of a plain body, and what else the request says. */
  async function readUpload(c: Context<Env>, bytes: Uint8Array) {
    const type = c.req.header('Content-Type') ?? null
    const { file, fields } = isMultipart(type)
      ? await readForm(bytes, type as string)
      : { file: bytes, fields: {} }
    return { file, clahe: readClahe({ ...c.req.query(), ...fields }) }
  }

  const checkLink = (c: Context<Env>) => links.check(c.req.path, c.req.query())

  function fail(error: unknown, c: Context<Env>) {
    const failed = describeFailure(error, c.get('requestId'))
    if (failed.retryAfterS !== null) c.header('Retry-After', String(failed.retryAfterS))
    const severe = failed.status >= 500 && failed.status !== 503
    const log = c.get('log') ?? logger
    c.set('log', log.child(severe ? { code: failed.error.code, err: error } : failed.error))
    c.header('Cache-Control', 'no-store')
    return c.json({ error: failed.error }, failed.status as ContentfulStatusCode)
  }

  // Nothing here may touch other routes of an app that this one is mounted in.
  app.use('/photos/*', async (c, next) => {
    const started = performance.now()
    const id = requestId(c.req.raw.headers)
    const client = clientOf(c)
    c.set('requestId', id)
    // The path alone: the query holds signatures.
    c.set('log', logger.child({ requestId: id, method: c.req.method, path: c.req.path, client }))
    await next()
    c.header('X-Request-Id', id)
    const { status } = c.res
    const level = status >= 500 ? (status === 503 ? 'warn' : 'error') : 'info'
    c.get('log')[level]({ status, tookMs: Math.round(performance.now() - started) }, 'request')
  })
  app.use(
    '/photos/*',
    // Pictures are shown by pages of other origins; the links are what protects them.
    secureHeaders({
      crossOriginResourcePolicy: 'cross-origin',
      strictTransportSecurity: 'max-age=15552000',
      contentSecurityPolicy: { defaultSrc: ["'none'"], sandbox: [] },
    }),
  )
  if (corsOrigins.length > 0) {
    app.use(
      '/photos/*',
      cors({
        origin: corsOrigins.includes('*') ? '*' : corsOrigins,
        allowMethods: ['GET', 'HEAD', 'POST'],
        exposeHeaders: ['X-Request-Id', 'Retry-After', 'Location'],
        maxAge: 600,
      }),
    )
  }
  app.use('/photos/*', async (c, next) => {
    if (!isThumbnail(c.req.path)) rate.count(clientOf(c))
    await next()
  })

  app.get('/healthz', (c) => c.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' }))

  app.post('/photos', async (c) => {
    const photo = await withBody(c, async (bytes, signal) => {
      const { file, clahe } = await readUpload(c, bytes)
      return photos.take(file, { clahe, signal })
    })
    c.set('log', c.get('log').child({ photo: photo.id, bytes: photo.bytes, format: photo.format }))
    const view = photoView(photo, links)
    c.header('Cache-Control', 'no-store')
    c.header('Location', view.links.self)
    return c.json(view, 201)
  })

  app.post('/photos/uploads', async (c) => {
    const { id, form } = await photos.openUpload({ clahe: readClahe(c.req.query()), seconds: links.seconds })
    c.set('log', c.get('log').child({ upload: id }))
    c.header('Cache-Control', 'no-store')
    const { url, fields } = form ?? { url: links.upload(id), fields: {} }
    return c.json({ id, url, fields, maxBytes: photos.maxBytes, links: { self: links.self(id) } }, 201)
  })

  // Stands in for the store's own form, on one machine; see Photos.openUpload.
  app.post('/photos/uploads/:id', async (c) => {
    checkLink(c)
    const id = c.req.param('id')
    const received = await withBody(c, async (bytes) => {
      const { file } = await readUpload(c, bytes)
      return photos.receiveUpload(id, file)
    })
    if (!received) throw new PhotoNotFound(`upload ${id}, which is unknown or finished`)
    uploaded?.(id)
    return c.body(null, 204)
  })

  app.get('/photos/:id', async (c) => {
    checkLink(c)
    const id = c.req.param('id')
    const photo = await photos.get(id)
    if (!photo) throw new PhotoNotFound(`${id}, of which nothing has arrived`)
    c.header('Cache-Control', 'no-store')
    return c.json(photoView(photo, links))
  })

  app.get(`/photos/:id/:version{${photoVersions.join('|')}}`, async (c) => {
    checkLink(c)
    const id = c.req.param('id')
    const version = c.req.param('version') as PhotoVersion
    const photo = await photos.get(id)
    if (photo?.state !== 'READY')
      throw new PhotoNotFound(`the ${version} picture of ${id}, which is not there`)
    const url = await photos.link(photo, version, REDIRECT_SECONDS)
    if (url) return c.body(null, 302, { Location: url, 'Cache-Control': 'no-store' })
    const picture = await photos.read(photo.id, version)
    if (!picture) throw new PhotoNotFound(`the ${version} picture of ${id}, which is not there`)
    return c.body(new Uint8Array(picture), 200, {
      'Content-Type': pictureType(photo, version),
      'Content-Disposition': `inline; filename="${photo.id}-${version}"`,
      'Cache-Control': `private, max-age=${links.seconds}, immutable`,
    })
  })

  /** A picture that is drawn when it is first asked for. */
  async function drawn(c: Context<Env>, what: string, draw: (photo: ReadyPhoto) => Promise<Drawn | null>) {
    checkLink(c)
    const id = c.req.param('id') as string
    const missing = () => new PhotoNotFound(`${what} of ${id}, which is not there`)
    const photo = await photos.get(id)
    if (photo?.state !== 'READY') throw missing()
    const { takeSeconds } = limits
    const tooSlow = () => new DrawingTooSlow(takeSeconds)
    const { signal } = c.req.raw
    const picture = await withDeadline(takeSeconds, signal, tooSlow, () => draw(photo)).catch((error) => {
      throw signal.aborted ? new ClientGone() : error
    })
    if (!picture) throw missing()
    if ('url' in picture) return c.body(null, 302, { Location: picture.url, 'Cache-Control': 'no-store' })
    // What the plain link shows changes when the photo is assessed again.
    const changes = c.req.path.endsWith('/annotated')
    return c.body(new Uint8Array(picture.bytes), 200, {
      'Content-Type': 'image/jpeg',
      'Content-Disposition': 'inline',
      'Cache-Control': changes ? 'private, no-cache' : `private, max-age=${links.seconds}, immutable`,
    })
  }

  for (const path of ['/photos/:id/annotated', '/photos/:id/annotated/:name{[0-9a-f]{32}}'] as const) {
    app.get(path, (c) => {
      const name: string | undefined = c.req.param('name' as never)
      return drawn(c, 'the annotated picture', (photo) =>
        drawings.annotated(photo, name ?? null, REDIRECT_SECONDS),
      )
    })
  }

  app.get('/photos/:id/crops/:box', (c) =>
    drawn(c, 'a crop', async (photo) => {
      const box = parseCropBox(c.req.param('box'))
      return box && drawings.crop(photo, box, REDIRECT_SECONDS)
    }),
  )

  app.get(`/photos/:id/thumbnails/:width{${thumbnailWidths.join('|')}}`, (c) =>
    drawn(c, 'a small version', (photo) =>
      drawings.thumbnail(photo, Number(c.req.param('width')), REDIRECT_SECONDS),
    ),
  )

  app.all('/photos/*', (c) => {
    throw new RouteUnknown(c.req.method, c.req.path)
  })
  app.onError(fail)
  return app
}
