import { crc32 } from 'node:zlib'
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'
import { PhotoTooManyBytes } from '../../../edge/picture/errors.ts'
import {
  ArchiveDamaged,
  ArchiveEntryBomb,
  ArchiveEntryDamaged,
  ArchiveEntryEncrypted,
  ArchiveEntryUnsafe,
} from './errors.ts'
import { type InputLimits, RATIO_FROM_BYTES } from './limits.ts'

const UTF8_FLAG = 0x800
const UNICODE_PATH_FIELD = 0x7075
const MADE_BY_UNIX = [3, 19]
const FILE_TYPE = 0o170000
const REGULAR = 0o100000
const FOLDER = 0o040000
const LINK = 0o120000

/** Opens a zip for as long as `work` runs. @throws ArchiveDamaged, and what `work` throws */
export async function withZip<T>(file: string, name: string, work: (zip: ZipFile) => Promise<T>): Promise<T> {
  let zip: ZipFile
  try {
    zip = await openPromise(file, { autoClose: false, lazyEntries: true, decodeStrings: false })
  } catch (error) {
    throw new ArchiveDamaged(name, reasonOf(error))
  }
  try {
    return await work(zip)
  } finally {
    zip.close()
  }
}

/** Many tools write UTF-8 without saying so; what is valid UTF-8 is hardly ever meant as CP437. */
export function entryName(entry: Entry): string {
  const { generalPurposeBitFlag: flags, fileNameRaw: raw, extraFields } = entry
  const declared = getFileNameLowLevel(flags, raw, extraFields, false)
  if (flags & UTF8_FLAG || extraFields.some(({ id }) => id === UNICODE_PATH_FIELD)) return declared
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw).replaceAll('\\', '/')
  } catch {
    return declared
  }
}

/** @param shown the entry's name in messages. @throws ArchiveEntryUnsafe */
export function refuseUnsafe(entry: Entry, name: string, shown: string): void {
  const type = MADE_BY_UNIX.includes(entry.versionMadeBy >>> 8)
    ? (entry.externalFileAttributes >>> 16) & FILE_TYPE
    : 0
  if (name === '') throw new ArchiveEntryUnsafe(shown, 'an entry without a name')
  if (/^(\/|[a-z]:)/i.test(name)) throw new ArchiveEntryUnsafe(shown, 'an absolute path')
  if (name.split('/').includes('..')) throw new ArchiveEntryUnsafe(shown, 'a path that climbs out of it')
  if (type === LINK) throw new ArchiveEntryUnsafe(shown, 'a symbolic link')
  if (![0, REGULAR, FOLDER].includes(type)) throw new ArchiveEntryUnsafe(shown, 'a device or pipe')
}

/** What the archive itself says about an entry, before anything is unpacked. @throws InputError, PhotoTooManyBytes */
export function refuseUnreadable(entry: Entry, shown: string, limits: InputLimits): void {
  const { compressedSize, uncompressedSize, compressionMethod } = entry
  if (entry.isEncrypted()) throw new ArchiveEntryEncrypted(shown)
  if (!entry.canDecodeFileData()) {
    throw new ArchiveEntryDamaged(shown, `compression method ${compressionMethod} is not supported`)
  }
  if (uncompressedSize > limits.maxPhotoBytes)
    throw new PhotoTooManyBytes(uncompressedSize, limits.maxPhotoBytes)
  const ratio = uncompressedSize / Math.max(1, compressedSize)
  if (uncompressedSize >= RATIO_FROM_BYTES && ratio > limits.maxRatio) {
    throw new ArchiveEntryBomb(shown, Math.round(ratio), limits.maxRatio)
  }
}

/**
 * Unpacks an entry, or only its first bytes. yauzl stops an entry that unpacks to more than it declares.
 *
 * @throws ArchiveEntryDamaged
 */
export async function unpack(
  zip: ZipFile,
  entry: Entry,
  shown: string,
  upTo = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    // Leaving the loop early destroys the stream.
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length >= upTo) return Buffer.concat(chunks)
    }
  } catch (error) {
    throw new ArchiveEntryDamaged(shown, reasonOf(error))
  }
  const bytes = Buffer.concat(chunks, length)
  if (crc32(bytes) !== entry.crc32) throw new ArchiveEntryDamaged(shown, 'its checksum does not match')
  return bytes
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
