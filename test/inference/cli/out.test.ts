import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { openPromise } from 'yauzl'
import { createOutNames } from '../../../inference/cli/output/out-names.ts'
import { createZipOutput } from '../../../inference/cli/output/zip-output.ts'
import { makeZip } from './make-zip.ts'
import { folderWith, jpeg, run, runJson } from './run.ts'

function collectGarbage() {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

async function unzip(file: string): Promise<Record<string, Buffer>> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false })
  const files: Record<string, Buffer> = {}
  for await (const entry of zip.eachEntry()) {
    const chunks = await (await zip.openReadStreamPromise(entry)).toArray()
    files[entry.fileName] = Buffer.concat(chunks)
  }
  zip.close()
  return files
}

describe('--out DIR', () => {
  it('writes the annotated photo and its JSON line, sub-folders as in the folder', async () => {
    const photo = await jpeg()
    const folder = await folderWith({ 'in/a.jpg': photo, 'in/sub/b.png': photo, 'c.jpg': photo })
    const { lines } = await runJson(folder, ['in', './c.jpg', '--out', 'new/out'])
    const out = join(folder, 'new/out')
    expect(await filesIn(out)).toEqual([
      'a.annotated.jpg',
      'a.json',
      'c.annotated.jpg',
      'c.json',
      'sub/b.annotated.jpg',
      'sub/b.json',
    ])
    expect(await readFile(join(out, 'a.json'), 'utf8')).toBe(`${lines[0]}\n`)
    expect(await sharp(join(out, 'a.annotated.jpg')).metadata()).toMatchObject({ format: 'jpeg' })
  })

  it('writes nothing for a photo that failed, and leaves nothing unfinished', async () => {
    const folder = await folderWith({ 'in/a.jpg': await jpeg(), 'in/b.jpg': 'text' })
    await run(folder, ['in', 'gone.jpg', '--out', 'out'])
    expect(await filesIn(join(folder, 'out'))).toEqual(['a.annotated.jpg', 'a.json'])
  })

  it('keeps photos of one name apart', async () => {
    const photo = await jpeg()
    const folder = await folderWith({ 'x/a.jpg': photo, 'x/a.png': photo, 'y/A.jpg': photo })
    await run(folder, ['x', 'y', '--out', 'out'])
    expect((await filesIn(join(folder, 'out'))).filter((name) => name.endsWith('.json'))).toEqual([
      'A-3.json',
      'a-2.json',
      'a.json',
    ])
  })

  it('gives a zip for a zip', async () => {
    const folder = await folderWith({
      'photos.zip': makeZip([{ name: 'sub/a.jpg', content: await jpeg() }]),
      'b.jpg': await jpeg(),
    })
    await run(folder, ['photos.zip', 'b.jpg', '--out', 'out'])
    expect(await filesIn(join(folder, 'out'))).toEqual(['b.annotated.jpg', 'b.json', 'photos.annotated.zip'])
    const files = await unzip(join(folder, 'out/photos.annotated.zip'))
    expect(Object.keys(files)).toEqual(['sub/a.annotated.jpg', 'sub/a.json'])
  })

  it('keeps two entries of one name in a zip', async () => {
    const entry = { name: 'a.jpg', content: await jpeg() }
    const folder = await folderWith({ 'photos.zip': makeZip([entry, entry]) })
    const { summary } = await runJson(folder, ['photos.zip', '--out', 'out.zip'])
    expect(summary).toEqual([
      ['photos.zip/a.jpg', 'ok'],
      ['photos.zip/a.jpg', 'ok'],
    ])
    expect(Object.keys(await unzip(join(folder, 'out.zip')))).toHaveLength(4)
  })

  it('writes beside the photos without taking its own pictures for photos next time', async () => {
    const folder = await folderWith({ 'in/a.jpg': await jpeg() })
    for (const out of ['in', 'in/out']) {
      await run(folder, ['in', '--out', out])
      expect((await runJson(folder, ['in', '--out', out])).summary).toEqual([['in/a.jpg', 'ok']])
    }
  })

  it('writes nothing outside, whatever a zip is made of', async () => {
    const content = await jpeg()
    const names = [
      '../evil.jpg',
      '..\\evil.jpg',
      '/tmp/evil.jpg',
      'a/../../evil.jpg',
      'ok/a../nul.jpg',
      'x y:z/ .jpg',
    ]
    const folder = await folderWith({ 'in/evil.zip': makeZip(names.map((name) => ({ name, content }))) })
    const { summary } = await runJson(folder, ['in/evil.zip', '--out', 'out/here'])
    expect(summary.filter(([, code]) => code === 'ok')).toHaveLength(2)
    expect(await filesIn(folder)).toEqual(['in/evil.zip', 'out/here/evil.annotated.zip'])
    const written = Object.keys(await unzip(join(folder, 'out/here/evil.annotated.zip')))
    expect(written.filter((name) => name.endsWith('.json'))).toEqual(['ok/a/_nul.json', 'x y_z/_.json'])
  })
})

describe('--out FILE.zip', () => {
  it('holds the answers of all inputs', async () => {
    const photo = await jpeg()
    const folder = await folderWith({
      'in/sub/a.jpg': photo,
      'photos.zip': makeZip([{ name: 'sub/a.jpg', content: photo }]),
    })
    const { lines } = await runJson(folder, ['in', 'photos.zip', '--out', 'new/results.ZIP'])
    const files = await unzip(join(folder, 'new/results.ZIP'))
    expect(Object.keys(files).sort()).toEqual([
      'sub/a-2.annotated.jpg',
      'sub/a-2.json',
      'sub/a.annotated.jpg',
      'sub/a.json',
    ])
    expect(String(files['sub/a.json'])).toBe(`${lines[0]}\n`)
    expect(await filesIn(join(folder, 'new'))).toEqual(['results.ZIP'])
  })

  it('keeps no picture in memory once it is written', async () => {
    const folder = await folderWith()
    const zip = await createZipOutput(join(folder, 'out.zip'))
    const held: WeakRef<Buffer>[] = []
    const add = async (i: number) => {
      const content = Buffer.alloc(100_000, i)
      held.push(new WeakRef(content))
      await zip.add(`${i}.bin`, content, i % 2 === 0)
    }
    for (let i = 0; i < 10; i++) await add(i)
    await setTimeout(20)
    collectGarbage()
    expect(held.filter((reference) => reference.deref()).length).toBeLessThan(3)
    await zip.close()
    expect(Object.keys(await unzip(join(folder, 'out.zip')))).toHaveLength(10)
  })

  it('leaves what was there when no photo could be assessed', async () => {
    const folder = await folderWith({ 'out.zip': 'results of yesterday', 'broken.jpg': 'no photo' })
    expect((await run(folder, ['broken.jpg', '--out', 'out.zip'])).status).toBe(1)
    expect(await readFile(join(folder, 'out.zip'), 'utf8')).toBe('results of yesterday')
    expect(await filesIn(folder)).toEqual(['broken.jpg', 'out.zip'])
  })

  it('is never written over an input', async () => {
    const zip = makeZip([{ name: 'a.jpg', content: await jpeg() }])
    const folder = await folderWith({ 'photos.zip': zip })
    expect((await run(folder, ['photos.zip', '--out', './photos.zip'])).status).toBe(2)
    expect(await readFile(join(folder, 'photos.zip'))).toEqual(zip)
  })
})

describe('names of outputs', () => {
  const segment = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '',
      'con',
      'a.jpg',
      'A.jpg',
      'a.',
      ' ',
      'x\0y',
      'lpt1.png',
      '-',
      'é',
      'e\u0301',
    ),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
  )
  const path = fc.array(segment, { maxLength: 4 }).map((segments) => segments.join('/'))

  it('stay inside, are valid everywhere and never meet', () => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 30 }), (paths) => {
        const nameOf = createOutNames()
        const names = paths.map(nameOf)
        expect(new Set(names.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(paths.length)
        for (const part of names.flatMap((name) => name.split('/'))) {
          // biome-ignore format: one rule per line
          expect(part).toMatch(/^(?!\.{0,2}$)(?!(con|prn|aux|nul|com\d|lpt\d)(\.|$))[^\x00-\x1f\x7f<>:"|?*\\/]*[^. ]$/i)
          expect(Buffer.byteLength(part)).toBeLessThan(200)
        }
      }),
    )
  })
})
