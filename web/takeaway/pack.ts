import { BlobReader, BlobWriter, configure, TextReader, ZipWriter } from '@zip.js/zip.js'

configure({ useWebWorkers: false })

export interface PackedFile {
  /** Path within the archive. */
  name: string
  content: string | { url: string }
}

/** Photos fetched at once. */
const AT_ONCE = 4

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

async function photoOf(url: string): Promise<Blob> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`Expected a photo but received status ${response.status}`)
  return response.blob()
}
