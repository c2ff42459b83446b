import { BlobReader, BlobWriter, configure, TextReader, ZipWriter } from '@zip.js/zip.js'

configure({ useWebWorkers: false })

export interface PackedFile {
  /** Path within the archive. */
  name: string
  content: string | { url: string }
}

/** Photos fetched at once. */
const AT_ONCE = 4
const ATTEMPTS = 8
const LONGEST_PAUSE_S = 30

/**
 * Puts texts and photos into a zip, within the browser.
 *
 * @param onPhoto is told how many photos are in
 * @throws Error when a photo cannot be fetched
 */
export async function pack(files: readonly PackedFile[], onPhoto: (done: number) => void): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter('application/zip'))
  let done = 0
  for (let i = 0; i < files.length; i += AT_ONCE) {
    const some = files.slice(i, i + AT_ONCE)
    const fetched = await Promise.all(
      some.map(({ content }) => (typeof content === 'string' ? null : photoOf(content.url))),
    )
    for (const [j, { name, content }] of some.entries()) {
      const photo = fetched[j]
      // Photos are compressed already.
      if (photo) await zip.add(name, new BlobReader(photo), { level: 0 })
      else await zip.add(name, new TextReader(content as string))
      if (photo) onPhoto(++done)
    }
  }
  return zip.close()
}

/** A photo, asked for again while the server has too much to do: a large claim is more than it gives at once. */
async function photoOf(url: string): Promise<Blob> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url)
    if (response.ok) return response.blob()
    const passing = response.status === 429 || response.status === 503
    if (!passing || attempt === ATTEMPTS)
      throw new Error(`Expected a photo but received status ${response.status}`)
    const seconds = Number(response.headers.get('Retry-After')) || 1
    await new Promise((resolve) => setTimeout(resolve, 1000 * Math.min(seconds, LONGEST_PAUSE_S)))
  }
}
