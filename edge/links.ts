import { createHmac, timingSafeEqual } from 'node:crypto'
import { type CropBox, formatCropBox } from './crop-box.ts'
import { LinkExpired, LinkInvalid } from './http/errors.ts'
import { type PhotoVersion, photoVersions } from './photo-record.ts'
import { thumbnailWidth } from './thumbnail-width.ts'

export interface LinksOptions {
  /** Secret of at least 32 bytes; every instance that serves the links needs the same. */
  key: Uint8Array
  /** How long a link is good for. @default 3600 */
  seconds?: number
  /** What goes before the path, such as `https://edge.example.com`. @default nothing: a link on the same host */
  baseUrl?: string
  now?: () => Date
}

export interface Links {
  readonly seconds: number
  /** Links to the record (`self`) and the pictures of a photo; `thumbnail` is one for lists. */
  photo(id: string): Record<'self' | PhotoVersion | 'annotated' | 'thumbnail', string>
  /** A photo with an overlay drawn over it; `name` is what Photos.putOverlay gave. */
  annotated(id: string, name: string): string
  /** A piece of a photo, padded. */
  crop(id: string, box: CropBox): string
  /** A small version of a photo, as wide as that or a little wider; see thumbnail-width.ts. */
  thumbnail(id: string, atLeast: number): string
  /** Where an upload's state is read. */
  self(id: string): string
  /** Where an upload is sent, if this server takes it. */
  upload(id: string): string
  /** A link to another route of this server, whose path names only what whoever asked for it may have. */
  to(path: string): string
  /** @throws LinkInvalid, LinkExpired */
  check(path: string, query: { expires?: string | undefined; signature?: string | undefined }): void
}

/** Width in pixels of a photo in a list. */
const LIST_WIDTH = 320

/**
 * Links that carry their own permission: `?expires=<unix time>&signature=<HMAC of path and time>`.
 * They need no store, and no cookie or header that an `<img>` cannot send.
 *
 * @throws RangeError for a short key
 */
export function createLinks({
  key,
  seconds = 3600,
  baseUrl = '',
  now = () => new Date(),
}: LinksOptions): Links {
  if (key.length < 32)
    throw new RangeError(`Expected a key of at least 32 bytes for links but received ${key.length}`)
  const step = Math.max(60, Math.floor(seconds / 10))
  const base = baseUrl.replace(/\/+$/, '')

  const signatureOf = (path: string, expires: number) =>
    createHmac('sha256', key).update(`${path}\n${expires}`).digest('base64url')

  const sign = (path: string) => {
    // Pages built soon after another share links, and browsers their cache.
    const expires = Math.ceil(now().getTime() / 1000 / step) * step + seconds
    return `${base}${path}?expires=${expires}&signature=${signatureOf(path, expires)}`
  }
  const self = (id: string) => sign(`/photos/${id}`)
  const thumbnail = (id: string, atLeast: number) =>
    sign(`/photos/${id}/thumbnails/${thumbnailWidth(atLeast)}`)

  return {
    seconds,
    self,
    to: sign,
    annotated: (id, name) => sign(`/photos/${id}/annotated/${name}`),
    crop: (id, box) => sign(`/photos/${id}/crops/${formatCropBox(box)}`),
    thumbnail,
    upload: (id) => sign(`/photos/uploads/${id}`),
    photo: (id) => ({
      self: self(id),
      thumbnail: thumbnail(id, LIST_WIDTH),
      ...(Object.fromEntries(
        [...photoVersions, 'annotated'].map((version) => [version, sign(`/photos/${id}/${version}`)]),
      ) as Record<PhotoVersion | 'annotated', string>),
    }),
    check(path, { expires = '', signature = '' }) {
      const time = /^\d{1,12}$/.test(expires) ? Number(expires) : Number.NaN
      const expected = Buffer.from(signatureOf(path, time))
      const received = Buffer.from(signature)
      // Signature before time: only a link that was ours is told when it ended.
      if (received.length !== expected.length || !timingSafeEqual(received, expected)) throw new LinkInvalid()
      if (now().getTime() > time * 1000) throw new LinkExpired(new Date(time * 1000))
    },
  }
}
