import { crc32 } from './crc32.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

/** A PNG that states a size and holds next to nothing: what a decompression bomb looks like from outside. */
export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    latin1('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', Buffer.alloc(9)),
  ])
}

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([latin1(type), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** A JPEG with another size in its frame header. */
export function jpegOfSize(jpeg: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg)
  const frame = copy.findIndex((byte, i) => byte === 0xff && [0xc0, 0xc2].includes(copy[i + 1] ?? 0))
  copy.writeUInt16BE(height, frame + 5)
  copy.writeUInt16BE(width, frame + 7)
  return copy
}

/** A GIF with another size of its canvas and its first frame. */
export function gifOfSize(gif: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(gif)
  copy.writeUInt16LE(width, 6)
  copy.writeUInt16LE(height, 8)
  const palette = 3 * 2 ** ((copy.readUInt8(10) & 7) + 1)
  const frame = copy.indexOf(',', 13 + palette, 'latin1')
  copy.writeUInt16LE(width, frame + 5)
  copy.writeUInt16LE(height, frame + 7)
  return copy
}

/** A HEIC or AVIF with another size in its `ispe` boxes. */
export function isoOfSize(file: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(file)
  for (let at = copy.indexOf('ispe'); at >= 0; at = copy.indexOf('ispe', at + 4)) {
    copy.writeUInt32BE(width, at + 8)
    copy.writeUInt32BE(height, at + 12)
  }
  return copy
}

/** A little-endian TIFF with another size in its first directory. */
export function tiffOfSize(tiff: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(tiff)
  const directory = copy.readUInt32LE(4)
  for (let i = 0; i < copy.readUInt16LE(directory); i++) {
    const at = directory + 2 + i * 12
    const value = { 256: width, 257: height }[copy.readUInt16LE(at)]
    if (value) copy.writeUInt32LE(value, at + 8)
  }
  return copy
}

/** A little-endian TIFF whose first directory is repeated for so many further pages. */
export function withPages(tiff: Buffer, pages: number): Buffer {
  const start = tiff.readUInt32LE(4)
  const next = start + 2 + tiff.readUInt16LE(start) * 12
  const directory = tiff.subarray(start, next + 4)
  const file = Buffer.concat([tiff, ...Array<Buffer>(pages).fill(directory)])
  let pointer = next
  for (let at = tiff.length; at < file.length; at += directory.length) {
    file.writeUInt32LE(at, pointer)
    pointer = at + directory.length - 4
  }
  return file
}

/** A little-endian TIFF of one directory with LONG values. */
export function tiffWith(tags: readonly [tag: number, value: number][]): Buffer {
  const file = Buffer.alloc(8 + 2 + tags.length * 12 + 4)
  file.write('II*\0\x08', 'latin1')
  file.writeUInt16LE(tags.length, 8)
  for (const [i, [tag, value]] of tags.entries()) {
    const at = 10 + i * 12
    file.writeUInt16LE(tag, at)
    file.writeUInt16LE(4, at + 2)
    file.writeUInt32LE(1, at + 4)
    file.writeUInt32LE(value, at + 8)
  }
  return file
}
