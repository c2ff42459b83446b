import { BlobReader, BlobWriter, configure, type FileEntry, ZipReader } from '@zip.js/zip.js'
import type { PhotoSource } from './sources.ts'

/** The browser's own decompression, on this thread: the security policy allows no worker from a blob. */
configure({ useWebWorkers: false })

/** As many photos as anybody means to send at once. */
const MAX_ENTRIES = 2000
/** What an entry may unpack to; larger ones could not be sent, and some are made to fill memory. */
const MAX_ENTRY_BYTES = 120 * 1024 * 1024

/** What systems put into archives beside the files. */
const isLitter = (name: string) => /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.)/.test(name)

/**
 * The photos in an archive, unpacked one by one when their turn comes. What is no photo is listed too,
 * with the reason why it is left out.
 */
export async function readZip(file: File, isPhoto: (name: string) => boolean): Promise<PhotoSource[]> {
  const whole = (code: string) => [{ ...leftOut(file.name, file.size, code), size: file.size }]
  const entries = await new ZipReader(new BlobReader(file)).getEntries().catch(() => null)
  if (!entries) return whole('ZIP_BROKEN')
  const files = entries.filter((entry): entry is FileEntry => !entry.directory && !isLitter(entry.filename))
  if (files.length === 0) return whole('ZIP_EMPTY')
  const sources = files.slice(0, MAX_ENTRIES).map((entry): PhotoSource => {
    const name = `${file.name}/${entry.filename}`
    if (!isPhoto(entry.filename)) return leftOut(name, entry.uncompressedSize, 'NOT_IN_ZIP')
    if (entry.encrypted) return leftOut(name, entry.uncompressedSize, 'ZIP_ENCRYPTED')
    if (entry.uncompressedSize > MAX_ENTRY_BYTES)
      return leftOut(name, entry.uncompressedSize, 'PHOTO_TOO_MANY_BYTES')
    return { name, size: entry.uncompressedSize, open: () => entry.getData(new BlobWriter()) }
  })
  const more = files.length - sources.length
  return more > 0 ? [...sources, leftOut(`${file.name} (+${more})`, null, 'ZIP_TOO_MANY')] : sources
}

const leftOut = (name: string, size: number | null, code: string): PhotoSource => ({
  name,
  size,
  open: async () => new Blob(),
  failure: { code, message: null, again: false },
})
