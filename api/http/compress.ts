import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'

const encoders = {
  // As fast as gzip and smaller; higher qualities take many times as long.
  br: (bytes: Uint8Array) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes),
}

const COMPRESSIBLE = /^(application\/(graphql-response\+)?json|text\/html)\b/

/**
 * Compresses answers from a size on: outlines are digits, of which a quarter is left. Event streams pass as they are.
 *
 * @param threshold bytes; what is smaller is not worth it. @default 1024
 */
export function compress({ threshold = 1024 }: { threshold?: number } = {}): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const { res } = c
    const { headers } = res
    if (!res.body || headers.has('Content-Encoding') || !COMPRESSIBLE.test(headers.get('Content-Type') ?? ''))
      return
    headers.append('Vary', 'Accept-Encoding')
    const encoding = acceptedEncoding(c.req.header('Accept-Encoding') ?? '')
    if (!encoding) return
    const bytes = new Uint8Array(await res.arrayBuffer())
    const small = bytes.length < threshold
    const body = small ? bytes : new Uint8Array(await encoders[encoding](bytes))
    c.res = undefined
    c.res = new Response(body, { status: res.status, headers })
    c.res.headers.set('Content-Length', String(body.length))
    if (!small) c.res.headers.set('Content-Encoding', encoding)
  }
}

/** The best that a client takes, by `Accept-Encoding`; null where it wants the answer as it is. */
export function acceptedEncoding(header: string): keyof typeof encoders | null {
  const accepted = new Map(
    header.split(',').map((entry) => {
      const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase())
      const quality = parameters.find((one) => one.startsWith('q='))?.slice(2)
      return [name, quality === undefined ? 1 : Number(quality)] as const
    }),
  )
  const wanted = (name: string) => (accepted.get(name) ?? accepted.get('*') ?? 0) > 0
  return wanted('br') ? 'br' : wanted('gzip') ? 'gzip' : null
}
