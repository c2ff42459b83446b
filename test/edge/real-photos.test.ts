import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { json, post, startEdge } from './start-edge.ts'

const folder = join(import.meta.dirname, '../../../shared/data/damage/images')
const present = existsSync(folder)
if (!present) console.warn(`Skipped: real photos through the edge, for lack of ${folder}`)

describe.skipIf(!present)('real photos', () => {
  it('are taken in, and come out upright, enhanced and without metadata', async () => {
    const names = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort()
    const step = Math.floor(names.length / 12)
    const { app, blobs } = await startEdge()
    for (const name of names.filter((_, i) => i % step === 0).slice(0, 12)) {
      const response = await post(app, await readFile(join(folder, name)))
      expect(response.status, name).toBe(201)
      const photo = await json(response)
      const original = await sharp(Buffer.from((await blobs.get(`photos/${photo.id}/original`))!)).metadata()
      expect(original.format).toBe('jpeg')
      expect(original.exif?.length ?? 0).toBeLessThanOrEqual(32)
      expect(original.xmp ?? original.iptc).toBeUndefined()
      const enhanced = await sharp(Buffer.from((await blobs.get(`photos/${photo.id}/enhanced`))!)).metadata()
      expect(Math.max(enhanced.width, enhanced.height)).toBeLessThanOrEqual(320)
      expect(enhanced.width / enhanced.height).toBeCloseTo(photo.width / photo.height, 1)
    }
  })
})
