import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { mayBePhoto } from '../../../web/upload/is-photo.ts'

const picture = sharp({ create: { width: 8, height: 6, channels: 3, background: '#888' } })
const blob = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)])

describe('mayBePhoto', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('takes %s', async (format) => {
    expect(await mayBePhoto(blob(await picture.clone().toFormat(format).toBuffer()))).toBe(true)
  })

  it.each([
    ['Markdown', readFile(new URL('../../../README.md', import.meta.url))],
    ['SVG', Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))],
    ['PDF', Promise.resolve(Buffer.from('%PDF-1.7'))],
    ['nothing', Promise.resolve(Buffer.alloc(0))],
  ])('takes no %s', async (_name, bytes) => {
    expect(await mayBePhoto(blob(await bytes))).toBe(false)
  })
})
