import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { cleanOriginal } from '../../edge/original/clean-original.ts'
import { draw, secrets, withMetadata } from './draw-photo.ts'

const plain = draw().jpeg().toBuffer()
const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 15]), Buffer.from(secrets.artist)])

const photos: [string, () => Promise<Buffer>, inPlace: boolean][] = [
  ['without metadata', () => plain, true],
  ['of a phone', () => withMetadata(draw()).jpeg().toBuffer(), true],
  ['that is turned', () => withMetadata(draw()).withMetadata({ orientation: 6 }).jpeg().toBuffer(), true],
  ['that is progressive', () => withMetadata(draw()).jpeg({ progressive: true }).toBuffer(), true],
  ['with a film behind it', async () => Buffer.concat([await plain, Buffer.from(secrets.city)]), true],
  ['without an end marker', async () => (await plain).subarray(0, -2), false],
  ['with a comment between its scans', commentedScans, false],
]

/** A comment before the second scan. */
async function commentedScans(): Promise<Buffer> {
  const photo = await draw().jpeg({ progressive: true }).toBuffer()
  const first = photo.indexOf(Buffer.from([0xff, 0xda]))
  const second = photo.indexOf(Buffer.from([0xff, 0xda]), first + 2)
  return Buffer.concat([photo.subarray(0, second), comment, photo.subarray(second)])
}

describe('cleanOriginal', () => {
  it.each(photos)('makes the same of a JPEG %s where it is as of a copy', async (_, make, inPlace) => {
    const photo = new Uint8Array(await make())
    const header = await sharp(photo).metadata()
    const upload = new Uint8Array(photo)
    const copied = await cleanOriginal(photo, 'jpeg', header)
    const there = await cleanOriginal(upload, 'jpeg', header, true)
    expect(Buffer.from(there.bytes).equals(copied.bytes)).toBe(true)
    expect([copied.bytes.buffer === photo.buffer, there.bytes.buffer === upload.buffer]).toEqual([
      false,
      inPlace,
    ])
    for (const secret of Object.values(secrets)) expect(Buffer.from(there.bytes).includes(secret)).toBe(false)
    const [before, after] = await Promise.all(
      [photo, there.bytes].map((file) => sharp(file, { failOn: 'none' }).raw().toBuffer()),
    )
    expect(after?.equals(before as Buffer)).toBe(true)
  })

  it('leaves a JPEG as it is that it has to encode anew', async () => {
    const photo = new Uint8Array(await plain)
    const upload = new Uint8Array(photo)
    // Not what the decoder will make of it.
    const header = { ...(await sharp(photo).metadata()), width: 1 }
    const { bytes } = await cleanOriginal(upload, 'jpeg', header, true)
    expect(upload).toEqual(photo)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 320 })
  })
})
