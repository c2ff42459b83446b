import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  /** Bytes where the encoding matters; text is written as UTF-8 and declared as such. */
  name: string | Buffer
  content?: Uint8Array | string
  /** General purpose flags besides UTF-8; 1 is encrypted. */
  flags?: number
  /** Unix mode with file type. */
  mode?: number
  /** 0 stored, 8 deflated; anything else is declared only. @default 8 */
  method?: number
  /** What the zip says of the content, where that is not the truth. */
  declared?: { size?: number; crc?: number }
}

/** A zip with any names and lies that a test needs; zip libraries refuse to write those. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content = '', flags = 0, mode = 0o100644, method = 8, declared = {} } of entries) {
    const raw = Buffer.from(name as string)
    const bytes = Buffer.from(content as string)
    const packed = method === 8 ? deflateRawSync(bytes) : bytes
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags | (typeof name === 'string' ? 0x800 : 0), 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(declared.crc ?? crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(declared.size ?? bytes.length, 18)
    common.writeUInt16LE(raw.length, 22)
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), common, raw, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), common, tail, raw]))
    files.push(file)
    offset += file.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, list, end])
}
