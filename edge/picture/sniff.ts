import { isCameraRaw } from './tiff-directory.ts'

/** Kinds of photo that {@link readPhoto} decodes. */
export const photoFormats = ['jpeg', 'png', 'webp', 'avif', 'heic', 'tiff', 'gif'] as const
export type PhotoFormat = (typeof photoFormats)[number]

/** What else is recognised, so that a refusal can say what the file is. */
const otherFormats = {
  svg: 'an SVG drawing',
  pdf: 'a PDF document',
  postscript: 'a PostScript document',
  html: 'a web page',
  xml: 'an XML document',
  text: 'text',
  zip: 'a zip archive or office document',
  gzip: 'a gzip archive',
  bigtiff: 'a BigTIFF',
  bmp: 'a BMP picture',
  ico: 'an icon',
  psd: 'a Photoshop document',
  jp2: 'a JPEG 2000 picture',
  jxl: 'a JPEG XL picture',
  raw: 'a camera raw file',
  video: 'a video',
  audio: 'a sound recording',
  unknown: 'a file of unknown type',
} as const
export type OtherFormat = keyof typeof otherFormats

export const isPhotoFormat = (format: string): format is PhotoFormat =>
  (photoFormats as readonly string[]).includes(format)

/** A refused format in words, with its article. */
export const describeFormat = (format: OtherFormat): string => otherFormats[format]

/** `[format, offset, bytes]`; bytes as Latin-1, `?` matches any byte. */
const signatures: readonly [PhotoFormat | OtherFormat, number, string][] = [
  ['jpeg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['gif', 0, 'GIF87a'],
  ['gif', 0, 'GIF89a'],
  ['webp', 0, 'RIFF????WEBP'],
  ['video', 0, 'RIFF????AVI '],
  ['audio', 0, 'RIFF????WAVE'],
  ['raw', 0, 'II*\0????CR'],
  ['raw', 0, 'IIRO'],
  ['raw', 0, 'IIU\0'],
  ['raw', 0, 'FUJIFILMCCD-RAW'],
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
  ['bigtiff', 0, 'II+\0'],
  ['bigtiff', 0, 'MM\0+'],
  ['jxl', 0, '\xff\x0a'],
  ['jxl', 0, '\0\0\0\x0cJXL \r\n\x87\n'],
  ['jp2', 0, '\0\0\0\x0cjP  \r\n\x87\n'],
  ['jp2', 0, '\xff\x4f\xff\x51'],
  ['bmp', 0, 'BM'],
  ['ico', 0, '\0\0\x01\0'],
  ['psd', 0, '8BPS'],
  ['pdf', 0, '%PDF-'],
  ['postscript', 0, '%!PS'],
  ['zip', 0, 'PK\x03\x04'],
  ['zip', 0, 'PK\x05\x06'],
  ['gzip', 0, '\x1f\x8b'],
  ['video', 0, '\x1aE\xdf\xa3'],
  ['audio', 0, 'ID3'],
  ['audio', 0, 'OggS'],
]

/** ISO media files name what they hold by brands: `[format, brands]`, the first match decides. */
const brands: readonly [PhotoFormat | OtherFormat, RegExp][] = [
  ['avif', /^avi[fs]$/],
  ['heic', /^(hei[cxms]|hev[cxms])$/],
  ['raw', /^crx $/],
  ['heic', /^(mif1|msf1)$/],
]

/**
 * What a file is, by its content alone; names and declared types are not asked.
 *
 * Only formats of {@link photoFormats} may be handed to a decoder: the others are recognised
 * so that they can be refused by name.
 */
export function sniffFormat(bytes: Uint8Array): PhotoFormat | OtherFormat {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1')
  if (head.slice(4, 8) === 'ftyp') return sniffBrand(head)
  const found = signatures.find(([, offset, pattern]) => matches(head, offset, pattern))?.[0]
  if (found === 'tiff' && isCameraRaw(bytes)) return 'raw'
  return found ?? sniffText(head)
}

function matches(head: string, offset: number, pattern: string): boolean {
  if (head.length < offset + pattern.length) return false
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== '?' && pattern[i] !== head[offset + i]) return false
  }
  return true
}

function sniffBrand(head: string): PhotoFormat | OtherFormat {
  const size = head.charCodeAt(2) * 256 + head.charCodeAt(3)
  const major = head.slice(8, 12)
  const all = [major]
  for (let at = 16; at + 4 <= Math.min(size, head.length); at += 4) all.push(head.slice(at, at + 4))
  return brands.find(([, pattern]) => all.some((brand) => pattern.test(brand)))?.[0] ?? 'video'
}

function sniffText(head: string): OtherFormat {
  const text = head
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
  if (/^<(svg|\?xml|!--|!doctype svg)/i.test(text)) return /<svg[\s>]/i.test(text) ? 'svg' : 'xml'
  if (/^<(!doctype html|html|head|body|script)/i.test(text)) return 'html'
  return head.length > 0 && !/[\x00-\x08\x0e-\x1f]/.test(head) ? 'text' : 'unknown'
}
