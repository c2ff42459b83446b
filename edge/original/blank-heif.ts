/**
 * The same HEIC or AVIF file with everything that is not a picture overwritten by zeros. Nothing
 * moves, so that all the offsets inside stay right; rotation stands in the picture's properties and
 * is not touched.
 *
 * @returns null for a file that is laid out in a way not understood here
 * @see ISO/IEC 14496-12 (boxes, `iinf`, `iloc`), ISO/IEC 23008-12 (items)
 */
export function blankHeif(bytes: Uint8Array): Uint8Array | null {
  const file = Buffer.from(bytes)
  try {
    return blank(file) ? file : null
  } catch (error) {
    // A length or offset that points outside.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** `[start, end)` in bytes of the file. */
interface Range {
  start: number
  end: number
}
interface Box extends Range {
  type: string
  content: number
}

/** Kinds of items that are pictures or made of them; `Exif`, `mime` (XMP) and `uri ` are not. */
const pictureTypes = new Set(['hvc1', 'av01', 'avc1', 'vvc1', 'jpeg', 'grid', 'iovl', 'iden', 'tmap'])

function blank(file: Buffer): boolean {
  const top = [...boxes(file, { start: 0, end: file.length })]
  const meta = top.find(({ type }) => type === 'meta')
  if (!meta) return false
  const inMeta = [...boxes(file, { start: meta.content + 4, end: meta.end })]
  const [info, locations] = ['iinf', 'iloc'].map((name) => inMeta.find(({ type }) => type === name))
  if (!info || !locations) return false
  const data = inMeta.find(({ type }) => type === 'idat')
  const pictures = pictureItems(file, info)
  const extents = extentsOf(file, locations, pictures, data)
  if (!extents) return false

  for (const box of top) {
    if (box.type === 'mdat') blankOutside(file, { start: box.content, end: box.end }, extents)
    else if (box.type !== 'ftyp' && box.type !== 'meta') {
      file.write('free', box.start + 4, 'latin1')
      file.fill(0, box.content, box.end)
    }
  }
  if (data) blankOutside(file, { start: data.content, end: data.end }, extents)
  for (const box of inMeta) if (box.type === 'uuid') file.fill(0, box.content, box.end)
  return true
}

function* boxes(file: Buffer, { start, end }: Range): Generator<Box> {
  for (let at = start; at + 8 <= end; ) {
    const type = file.subarray(at + 4, at + 8).toString('latin1')
    const short = file.readUInt32BE(at)
    const size = short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short === 0 ? end - at : short
    const content = at + (short === 1 ? 16 : 8)
    if (at + size > end || content > at + size) throw new RangeError(`Expected box ${type} inside its parent`)
    yield { type, start: at, content, end: at + size }
    at += size
  }
}

function pictureItems(file: Buffer, info: Box): Set<number> {
  const items = new Set<number>()
  const first = info.content + 4 + (file[info.content] === 0 ? 2 : 4)
  for (const { type, content } of boxes(file, { start: first, end: info.end })) {
    const version = file[content] ?? 0
    if (type !== 'infe' || version < 2) continue
    const wide = version > 2
    const id = wide ? file.readUInt32BE(content + 4) : file.readUInt16BE(content + 4)
    const kind = content + (wide ? 10 : 8)
    if (pictureTypes.has(file.subarray(kind, kind + 4).toString('latin1'))) items.add(id)
  }
  return items
}

/** Where the data of the items lies, by start; null where that is said in a way not understood here. */
function extentsOf(
  file: Buffer,
  { content }: Box,
  items: Set<number>,
  data: Box | undefined,
): Range[] | null {
  const version = file[content] ?? 0
  let at = content + 4
  const read = (size: number): number => {
    at += size
    return size === 0
      ? 0
      : size === 8
        ? Number(file.readBigUInt64BE(at - 8))
        : file.readUIntBE(at - size, size)
  }
  const sizes = read(2)
  const [offsetSize, lengthSize, baseSize, indexSize] = [12, 8, 4, 0].map(
    (shift) => (sizes >> shift) & 15,
  ) as [number, number, number, number]
  const extents: Range[] = []
  for (let left = read(version < 2 ? 2 : 4); left > 0; left--) {
    const id = read(version < 2 ? 2 : 4)
    const method = version > 0 ? read(2) & 15 : 0
    const reference = read(2)
    const base = read(baseSize)
    for (let count = read(2); count > 0; count--) {
      if (version > 0) read(indexSize)
      const offset = read(offsetSize)
      const length = read(lengthSize)
      if (!items.has(id)) continue
      // Another file, the data of another item, or all of the file.
      if (reference !== 0 || method > 1 || (method === 1 && !data) || length === 0) return null
      const start = base + offset + (method === 1 && data ? data.content : 0)
      extents.push({ start, end: start + length })
    }
  }
  return extents.sort((a, b) => a.start - b.start)
}

function blankOutside(file: Buffer, { start, end }: Range, kept: Range[]): void {
  let at = start
  for (const range of kept) {
    if (range.start > at) file.fill(0, at, Math.min(range.start, end))
    at = Math.max(at, Math.min(range.end, end))
  }
  if (at < end) file.fill(0, at, end)
}
