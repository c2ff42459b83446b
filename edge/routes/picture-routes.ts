import { Hono } from 'hono'
import { parseCropBox } from '../crop-box.ts'
import type { Drawings, Drawn } from '../drawings.ts'
import { withDeadline } from '../http/deadline.ts'
import { ClientGone, DrawingTooSlow, PhotoNotFound } from '../http/errors.ts'
import type { EdgeLimits } from '../limits.ts'
import type { Links } from '../links.ts'
import { type PhotoVersion, photoVersions, pictureType, type ReadyPhoto } from '../photo-record.ts'
import { photoView } from '../photo-view.ts'
import type { Photos } from '../photos.ts'
import { thumbnailWidths } from '../thumbnail-width.ts'
import type { EdgeContext, EdgeEnv } from './env.ts'

export interface PictureRouteDeps {
  photos: Photos
  drawings: Drawings
  links: Links
  limits: Pick<EdgeLimits, 'takeSeconds'>
}

/** Seconds that a redirect to the store is good for; it is followed at once. */
const REDIRECT_SECONDS = 60

/** The ways out, by signed links: what is known of a photo, its stored pictures, and those that are drawn. */
export function createPictureRoutes({ photos, drawings, links, limits }: PictureRouteDeps): Hono<EdgeEnv> {
  const app = new Hono<EdgeEnv>()
  const checkLink = (c: EdgeContext) => links.check(c.req.path, c.req.query())

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
  async function drawn(c: EdgeContext, what: string, draw: (photo: ReadyPhoto) => Promise<Drawn | null>) {
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

  return app
}
