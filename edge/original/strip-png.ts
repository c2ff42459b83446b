import { crc32 } from 'node:zlib'
import { orientationExif } from './orientation-exif.ts'

/** Pixels, palette, transparency and colour; no text, time, EXIF, or frames beyond the first. */
const kept = new Set('IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT cICP mDCV cLLI pHYs'.split(' '))

/**
 * The same PNG, pixels untouched, without metadata or anything behind its end.
 *
 * @param orientation kept, where it is not 1
 * @returns null for a file whose chunks do not follow each other as they should
 * @see W3C PNG Specification (Third Edition), section 5 and 11
 */
export function stripPng(bytes: Uint8Array, orientation: number): Uint8Array | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: Buffer[] = [file.subarray(0, 8)]
  for (let at = 8; at + 12 <= file.length; ) {
    const end = at + 12 + file.readUInt32BE(at)
    if (end > file.length) return null
    const type = file.subarray(at + 4, at + 8).toString('latin1')
    if (kept.has(type)) chunks.push(file.subarray(at, end))
    if (type === 'IHDR' && orientation > 1) chunks.push(exifChunk(orientation))
    if (type === 'IEND') return Buffer.concat(chunks)
    at = end
  }
  return null
}

function exifChunk(orientation: number): Buffer {
  const content = orientationExif(orientation)
  const chunk = Buffer.alloc(content.length + 12)
  chunk.writeUInt32BE(content.length)
  chunk.write('eXIf', 4, 'latin1')
  content.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, content.length + 8)), content.length + 8)
  return chunk
}
