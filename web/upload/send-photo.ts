import { Interrupted, Refused } from './upload-errors.ts'
import type { UploadQuality } from './upload-item.ts'

export interface SentPhoto {
  id: string
  quality: UploadQuality
  links: { thumbnail: string }
}

interface Send {
  file: Blob
  onSent: (share: number) => void
  headers: Record<string, string>
}

/** A line on which nothing moves for so long is lost. */
const SILENT_MS = 30_000

/**
 * Sends a photo to the edge (docs/edge.md). XMLHttpRequest, because fetch tells nothing of an upload's
 * progress.
 *
 * @returns null when the server wants to know who this is
 * @throws Refused, Interrupted
 */
export function sendPhoto({ file, onSent, headers }: Send): Promise<SentPhoto | null> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/photos')
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.responseType = 'json'
    let silent = setTimeout(() => request.abort(), SILENT_MS)
    const heard = (ms = SILENT_MS) => {
      clearTimeout(silent)
      silent = setTimeout(() => request.abort(), ms)
    }
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      heard()
      onSent(total > 0 ? loaded / total : 0)
    })
    // The server now takes it in, which may be a minute behind others.
    request.upload.addEventListener('load', () => heard(75_000))
    for (const event of ['error', 'abort', 'timeout'] as const) {
      request.addEventListener(event, () => {
        clearTimeout(silent)
        reject(new Interrupted('connection'))
      })
    }
    request.addEventListener('load', () => {
      clearTimeout(silent)
      if (request.status === 201) return resolve(request.response as SentPhoto)
      if (request.status === 401) return resolve(null)
      reject(failureOf(request))
    })
    request.send(file)
  })
}

/** Statuses that pass: too slow a body, too many requests, a server that is busy or behind a broken gateway. */
const passing = new Set([408, 429, 500, 502, 503, 504])

function failureOf(request: XMLHttpRequest): Error {
  const { error } = (request.response ?? {}) as { error?: { code: string; message: string } }
  if (passing.has(request.status) || !error) {
    const seconds = Number(request.getResponseHeader('Retry-After'))
    return new Interrupted('busy', Number.isFinite(seconds) && seconds > 0 ? seconds : null)
  }
  return new Refused(error.code, error.message)
}
