import { deflateRawSync, gzipSync } from 'node:zlib'
import { mutate } from '../../test/edge/mutate-photo.ts'
import { makeZip, type ZipEntry } from '../../test/inference/cli/make-zip.ts'
import type { Random } from '../faults/random.ts'

/** One way of making a zip that was made to do harm, or was harmed. */
export interface ZipShape {
  name: string
  make(random: Random, photo: () => Uint8Array): Buffer
}

const NAMES: (string | Buffer)[] = [
  '../../outside.png',
  '..\\..\\windows.png',
  '/etc/cron.d/photo.png',
  'C:\\photo.png',
  'a/../../b.png',
  './././a.png',
  'nul\0.png',
  'a\nb\r\n.png',
  '\u202egnp.exe',
  'CON.png',
  ' .png',
  '.png',
  'a'.repeat(70) + '/'.repeat(60) + 'b.png',
  `${'d/'.repeat(400)}deep.png`,
  Buffer.from([0xff, 0xfe, 0x2e, 0x70, 0x6e, 0x67]),
  Buffer.from('gr\x81n.png', 'latin1'),
  Buffer.from('\x93\xfa\x96\x7b.png', 'latin1'),
  '__proto__',
  '=cmd|calc!A1.png',
]

const photos = (random: Random, photo: () => Uint8Array): ZipEntry[] =>
  Array.from({ length: random.between(1, 3) }, (_, i) => ({ name: `${i}.png`, content: photo() }))

export const zipShapes: readonly ZipShape[] = [
  {
    name: 'odd and climbing names',
    make: (random, photo) =>
      makeZip([
        ...photos(random, photo),
        ...random
          .shuffle(NAMES)
          .slice(0, 6)
          .map((name) => ({ name, content: photo(), method: random.pick([0, 8]) })),
      ]),
  },
  {
    name: 'bombs and lies about size',
    make: (random, photo) =>
      makeZip([
        ...photos(random, photo),
        { name: 'zeros.png', content: Buffer.alloc(random.between(1, 30) * 1024 * 1024) },
        { name: 'small.png', content: Buffer.alloc(500_000), declared: { size: random.between(0, 100) } },
        { name: 'vast.png', content: photo(), declared: { size: 0xffff_fffe } },
        { name: 'none.png', content: photo(), declared: { size: 0 } },
        { name: 'wrong.png', content: photo(), declared: { crc: random.between(0, 2 ** 31) } },
      ]),
  },
  {
    name: 'entries that overlap',
    make: (random, photo) => overlapping(makeZip(photos(random, photo)), random.between(5, 40)),
  },
  {
    name: 'zips within zips, and what only looks like one',
    make: (random, photo) => {
      let inner = makeZip(photos(random, photo))
      for (let depth = random.between(1, 20); depth > 0; depth--)
        inner = makeZip([{ name: 'inner.zip', content: inner }])
      return makeZip([
        ...photos(random, photo),
        { name: 'inner.zip', content: inner },
        { name: 'inner.png', content: inner },
        { name: 'inner.tar.gz', content: gzipSync(inner) },
      ])
    },
  },
  {
    name: 'encrypted, linked and oddly packed entries',
    make: (random, photo) =>
      makeZip([
        ...photos(random, photo),
        { name: 'locked.png', content: photo(), flags: 1 },
        { name: 'strong.png', content: photo(), flags: 0x41, method: 99 },
        { name: 'link.png', content: '/etc/passwd', mode: 0o120777 },
        { name: 'device.png', content: '', mode: 0o060666 },
        { name: 'lzma.png', content: photo(), method: 14 },
        {
          name: 'deflated.png',
          content: deflateRawSync(photo()),
          method: random.pick([9, 12, 93, 98, 65535]),
        },
      ]),
  },
  {
    name: 'repeated names',
    make: (random, photo) =>
      makeZip(
        Array.from({ length: random.between(2, 60) }, () => ({
          name: random.pick(['a.png', 'A.PNG', 'a.png/']),
          content: photo(),
        })),
      ),
  },
  {
    name: 'bits flipped, cut and moved',
    make: (random, photo) => mutate(makeZip(photos(random, photo)), random.between(1, 2 ** 31 - 1)),
  },
  {
    name: 'directories damaged',
    make(random, photo) {
      const zip = makeZip(photos(random, photo))
      const directory = zip.indexOf('PK\x01\x02')
      for (let times = random.between(1, 4); times > 0; times--)
        zip[random.between(directory, zip.length - 1)] = random.between(0, 255)
      return zip
    },
  },
  {
    name: 'cut off, or something before and behind',
    make(random, photo) {
      const zip = makeZip(photos(random, photo))
      const noise = Buffer.from(Array.from({ length: random.between(1, 300) }, () => random.between(0, 255)))
      return random.pick([
        zip.subarray(0, random.between(1, zip.length - 1)),
        Buffer.concat([noise, zip]),
        Buffer.concat([zip, noise]),
        Buffer.concat([zip, zip]),
        noise,
      ])
    },
  },
  {
    name: 'photos damaged within whole zips',
    make: (random, photo) =>
      makeZip(
        Array.from({ length: random.between(1, 4) }, (_, i) => ({
          name: `${i}.png`,
          content: mutate(photo(), random.between(1, 2 ** 31 - 1)),
        })),
      ),
  },
]

/** Many entries of a directory for the bytes of one: small to send, vast to unpack. */
function overlapping(zip: Buffer, times: number): Buffer {
  const at = zip.indexOf('PK\x01\x02')
  const end = zip.lastIndexOf('PK\x05\x06')
  const length = 46 + zip.readUInt16LE(at + 28)
  const one = zip.subarray(at, at + length)
  const entries = Array.from({ length: times }, (_, i) => {
    const name = Buffer.from(`${i}.png`.padStart(zip.readUInt16LE(at + 28), 'x'))
    const entry = Buffer.concat([one.subarray(0, 46), name])
    entry.writeUInt16LE(name.length, 28)
    return entry
  })
  const tail = Buffer.from(zip.subarray(end))
  tail.writeUInt16LE(times, 8)
  tail.writeUInt16LE(times, 10)
  tail.writeUInt32LE(
    entries.reduce((sum, { length: bytes }) => sum + bytes, 0),
    12,
  )
  return Buffer.concat([zip.subarray(0, at), ...entries, tail])
}

/** Very many entries; more than 65,535 would need another kind of directory. */
export const manyEntries = (count: number): Buffer =>
  makeZip(Array.from({ length: count }, (_, i) => ({ name: `${i}.zip`, content: 'PK', method: 0 })))
