import { Entry } from 'yauzl'

/** What has to be known of a zip's entry to unpack it later, without reading the zip's directory again. */
export interface PackedEntry {
  /** Where its own header begins. */
  offset: number
  packedBytes: number
  bytes: number
  method: number
  flags: number
  crc32: number
}

export const packEntry = (entry: Entry): PackedEntry => ({
  offset: entry.relativeOffsetOfLocalHeader,
  packedBytes: entry.compressedSize,
  bytes: entry.uncompressedSize,
  method: entry.compressionMethod,
  flags: entry.generalPurposeBitFlag,
  crc32: entry.crc32,
})

/** The entry again, as far as unpacking asks for it. */
export function unpackEntry({ offset, packedBytes, bytes, method, flags, crc32 }: PackedEntry): Entry {
  const blank = new (Entry as unknown as new () => Entry)()
  return Object.assign(blank, {
    relativeOffsetOfLocalHeader: offset,
    compressedSize: packedBytes,
    uncompressedSize: bytes,
    compressionMethod: method,
    generalPurposeBitFlag: flags,
    crc32,
    extraFields: [],
  })
}
