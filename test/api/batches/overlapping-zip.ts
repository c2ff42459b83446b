import { crc32, deflateRawSync } from 'node:zlib'

interface Header {
  name: string
  crc: number
  packed: number
  size: number
}

/** What stands both before a file's bytes and in the directory. */
function common({ name, crc, packed, size }: Header): Buffer {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(20, 0)
  bytes.writeUInt16LE(8, 4)
  bytes.writeUInt32LE(crc, 10)
  bytes.writeUInt32LE(packed, 14)
  bytes.writeUInt32LE(size, 18)
  bytes.writeUInt16LE(name.length, 22)
  return bytes
}

const local = (header: Header) =>
  Buffer.concat([Buffer.from('PK\x03\x04'), common(header), Buffer.from(header.name)])

/**
 * A zip as David Fifield makes them: each file quotes the header of the next one in a block that is not packed, and goes
 * on as that one does, so that all of them unpack the bytes of the last. Every file is whole, by its checksum as well.
 *
 * @see https://www.bamsoftware.com/hacks/zipbomb/
 */
export function quotingZip(names: readonly string[], content: Uint8Array): Buffer {
  let bytes: Buffer = deflateRawSync(content)
  let unpacked: Buffer = Buffer.from(content)
  let before: Buffer = Buffer.alloc(0)
  const headers: Header[] = []
  for (const name of [...names].reverse()) {
    if (headers.length > 0) {
      const quote = Buffer.alloc(5)
      quote.writeUInt16LE(before.length, 1)
      quote.writeUInt16LE(~before.length & 0xffff, 3)
      bytes = Buffer.concat([quote, before, bytes])
      unpacked = Buffer.concat([before, unpacked])
    }
    const header = { name, crc: crc32(unpacked), packed: bytes.length, size: unpacked.length }
    headers.unshift(header)
    before = local(header)
  }
  const files = Buffer.concat([before, bytes])
  return withDirectory(
    files,
    headers.map((header) => ({ header, offset: files.length - header.packed - local(header).length })),
  )
}

/** A zip whose directory names one file again and again. */
export function repeatingZip(names: readonly string[], content: Uint8Array): Buffer {
  const packed = deflateRawSync(content)
  const headerOf = (name: string) => ({
    name,
    crc: crc32(content),
    packed: packed.length,
    size: content.length,
  })
  const files = Buffer.concat([local(headerOf(names[0] as string)), packed])
  return withDirectory(
    files,
    names.map((name) => ({ header: headerOf(name), offset: 0 })),
  )
}

function withDirectory(files: Buffer, entries: readonly { header: Header; offset: number }[]): Buffer {
  const directory = Buffer.concat(
    entries.flatMap(({ header, offset }) => {
      const tail = Buffer.alloc(14)
      tail.writeUInt32LE(offset, 10)
      return [Buffer.from('PK\x01\x02\x14\x03'), common(header), tail, Buffer.from(header.name)]
    }),
  )
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(files.length, 16)
  return Buffer.concat([files, directory, end])
}
