import { Hono } from 'hono'
import { readClahe } from '../clahe-bounds.ts'
import { PhotoNotFound } from '../http/errors.ts'
import { isMultipart, readForm } from '../http/multipart.ts'
import type { EdgeLimits } from '../limits.ts'
import type { Links } from '../links.ts'
import { photoView } from '../photo-view.ts'
import type { Photos } from '../photos.ts'
import type { EdgeContext, EdgeEnv } from './env.ts'
import { createWithBody } from './with-body.ts'

export interface UploadRouteDeps {
  photos: Photos
  links: Links
  limits: EdgeLimits
  /** Told of every upload that arrived at this server; absent where the store's events tell. */
  uploaded?: ((id: string) => void) | undefined
}

/** The ways in: a photo as a body or in a form, and a place for a larger one. */
export function createUploadRoutes({ photos, links, limits, uploaded }: UploadRouteDeps): Hono<EdgeEnv> {
  const withBody = createWithBody(limits)
  const app = new Hono<EdgeEnv>()

  app.post('/photos', async (c) => {
    const photo = await withBody(c, async (bytes, signal) => {
      const { file, clahe } = await readUpload(c, bytes)
      return photos.take(file, { clahe, signal, handOver: true })
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
    links.check(c.req.path, c.req.query())
    const id = c.req.param('id')
    const received = await withBody(c, async (bytes) => {
      const { file } = await readUpload(c, bytes)
      return photos.receiveUpload(id, file)
    })
    if (!received) throw new PhotoNotFound(`upload ${id}, which is unknown or finished`)
    uploaded?.(id)
    return c.body(null, 204)
  })

  return app
}

/** The photo of a form or of a plain body, and what else the request says. */
async function readUpload(c: EdgeContext, bytes: Uint8Array) {
  const type = c.req.header('Content-Type') ?? null
  const { file, fields } = isMultipart(type)
    ? await readForm(bytes, type as string)
    : { file: bytes, fields: {} }
  return { file, clahe: readClahe({ ...c.req.query(), ...fields }) }
}
