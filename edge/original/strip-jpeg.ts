import { orientationExif } from './orientation-exif.ts'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP0 = 0xe0

/** A JPEG without its metadata, in two parts. */
export interface StrippedJpeg {
  /** Up to the header of the first scan, which ends it: a new array. */
  header: Buffer
  /** What follows, nearly all of the file: views of the upload, most often one. */
  scans: [Buffer, ...Buffer[]]
}

/**
 * The same JPEG, scan data untouched, without metadata: of the application segments only the colour
 * profile, Adobe's colour transform and JFIF's header stay; comments, thumbnails, and whatever was
 * appended behind the picture (a second file, a film) go.
 *
 * @param orientation kept, where it is not 1
 * @returns null for a file whose segments do not follow each other as they should
 * @see ITU-T T.81, annex B
 */
export function stripJpeg(bytes: Uint8Array, orientation: number): StrippedJpeg | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header: Buffer[] = [Buffer.from([0xff, SOI])]
  if (orientation > 1) header.push(segment(0xe1, Buffer.from('Exif\0\0'), orientationExif(orientation)))
  const scans: Buffer[] = []
  let kept = header
  for (let at = 2; ; ) {
    if (file[at] !== 0xff) return null
    // Fill bytes may stand before a marker.
    while (file[at + 1] === 0xff) at++
    const marker = file[at + 1]
    if (marker === undefined) return null
    if (marker === EOI) {
      addView(kept, file.subarray(at, at + 2))
      break
    }
    if (at + 4 > file.length) return null
    const end = at + 2 + file.readUInt16BE(at + 2)
    if (end > file.length || end < at + 4) return null
    const content = file.subarray(at + 4, end)
    if (marker === APP0 && isNamed(content, 'JFIF\0')) {
      // Twelve bytes of header, then the size of a thumbnail: none.
      kept.push(segment(APP0, content.subarray(0, 12), Buffer.alloc(2)))
    } else if (isDecoded(marker) || isColour(marker, content)) {
      addView(kept, file.subarray(at, end))
    }
    at = end
    if (marker === SOS) {
      kept = scans
      const next = endOfScan(file, at)
      addView(kept, file.subarray(at, next))
      at = next
      if (at >= file.length) {
        // Some phones leave the end marker out; decoders do not mind.
        kept.push(Buffer.from([0xff, EOI]))
        break
      }
    }
  }
  const [first, ...more] = scans
  return first ? { header: Buffer.concat(header), scans: [first, ...more] } : null
}

/** Adds a piece of the file, or makes the last one longer where it follows at once. */
function addView(pieces: Buffer[], next: Buffer): void {
  const last = pieces.at(-1)
  const follows = last?.buffer === next.buffer && last.byteOffset + last.length === next.byteOffset
  if (follows) pieces.splice(-1, 1, Buffer.from(last.buffer, last.byteOffset, last.length + next.length))
  else pieces.push(next)
}

/**
 * The parts as one file.
 *
 * @param upload what they were stripped from, where it may be written over: most often the header then goes right
 *   before the scans, which stay where they are
 */
export function joinJpeg({ header, scans }: StrippedJpeg, upload: Uint8Array | null): Uint8Array {
  const [data, ...more] = scans
  const start = upload ? data.byteOffset - upload.byteOffset - header.length : -1
  if (!upload || more.length > 0 || start < 0) return Buffer.concat([header, ...scans])
  upload.set(header, start)
  return upload.subarray(start, start + header.length + data.length)
}

function segment(marker: number, ...content: Buffer[]): Buffer {
  const length = content.reduce((sum, { length }) => sum + length, 2)
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 255]), ...content])
}

const isNamed = (content: Buffer, name: string) =>
  content.subarray(0, name.length).toString('latin1') === name

/** Frames, tables, restart intervals and scans: what a decoder needs. */
const isDecoded = (marker: number) => (marker >= 0xc0 && marker <= 0xcf) || (marker >= 0xda && marker <= 0xdf)

const isColour = (marker: number, content: Buffer) =>
  (marker === 0xe2 && isNamed(content, 'ICC_PROFILE\0')) || (marker === 0xee && isNamed(content, 'Adobe'))

/** Where the next marker stands; restart markers and stuffed bytes belong to the scan. */
function endOfScan(file: Buffer, start: number): number {
  for (let at = file.indexOf(0xff, start); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1]
    if (next === undefined) break
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return file.length
}
