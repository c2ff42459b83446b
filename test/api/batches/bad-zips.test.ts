import { describe, expect, it, vi } from 'vitest'
import { makeZip } from '../../inference/cli/make-zip.ts'
import { anotherPhoto } from '../photos.ts'
import { openBatches } from './open-batches.ts'

vi.setConfig({ testTimeout: 120_000 })

describe('a zip with bad entries', () => {
  it('gives each of them a reason, and the good ones an assessment', { timeout: 60_000 }, async () => {
    const { send, ended, entries, model } = await openBatches()
    const photo = await anotherPhoto()
    const zip = makeZip([
      { name: 'good.png', content: photo },
      { name: 'good.png', content: await anotherPhoto() },
      { name: '../outside.png', content: photo },
      { name: '/etc/photo.png', content: photo },
      { name: 'link.png', content: '/etc/passwd', mode: 0o120777 },
      { name: 'locked.png', content: photo, flags: 1 },
      { name: 'inner.zip', content: makeZip([{ name: 'a.png', content: photo }]) },
      { name: 'bomb.png', content: Buffer.alloc(30 * 1024 * 1024) },
      { name: 'vast.png', content: 'x', declared: { size: 3_000_000_000 } },
      { name: 'liar.png', content: Buffer.alloc(100_000), declared: { size: 10 } },
      { name: 'bent.png', content: photo, declared: { crc: 1 } },
      { name: 'packed.png', content: photo, method: 14 },
      { name: 'notes.txt', content: 'not a photo' },
      { name: 'empty.png', content: '' },
      { name: 'cut.png', content: photo.subarray(0, 400) },
      { name: `${'n'.repeat(2000)}.png`, content: photo },
      { name: Buffer.from('gr\x81n.png', 'latin1'), content: await anotherPhoto() },
      { name: 'Prüfung/日本.png', content: await anotherPhoto() },
      { name: 'nul\0.png', content: photo },
      { name: '__MACOSX/._good.png', content: 'litter' },
      { name: 'folder/', content: '' },
    ])
    const { id } = await send(zip)
    const batch = await ended(id, undefined, 50)
    const all: any[] = await entries(id)
    const told = Object.fromEntries(
      all.map(({ name, state, failure }, i) => [`${i + 1} ${name}`, failure?.code ?? state]),
    )
    expect(Object.entries(told).map(([name, code]) => [name.slice(0, 22), code])).toEqual([
      ['1 good.png', 'DONE'],
      ['2 good.png', 'ARCHIVE_ENTRY_DUPLICATE'],
      ['3 ../outside.png', 'ARCHIVE_ENTRY_UNSAFE'],
      ['4 /etc/photo.png', 'ARCHIVE_ENTRY_UNSAFE'],
      ['5 link.png', 'ARCHIVE_ENTRY_UNSAFE'],
      ['6 locked.png', 'ARCHIVE_ENTRY_ENCRYPTED'],
      ['7 inner.zip', 'ARCHIVE_NESTED'],
      ['8 bomb.png', 'ARCHIVE_ENTRY_BOMB'],
      ['9 vast.png', 'PHOTO_TOO_MANY_BYTES'],
      ['10 liar.png', 'ARCHIVE_ENTRY_DAMAGED'],
      ['11 bent.png', 'ARCHIVE_ENTRY_DAMAGED'],
      ['12 packed.png', 'ARCHIVE_ENTRY_DAMAGED'],
      ['13 notes.txt', 'PHOTO_UNSUPPORTED'],
      ['14 empty.png', 'PHOTO_EMPTY'],
      ['15 cut.png', 'PHOTO_DAMAGED'],
      [`16 ${'n'.repeat(19)}`, 'ARCHIVE_ENTRY_NAME_TOO_LONG'],
      ['17 grün.png', 'DONE'],
      ['18 Prüfung/日本.png', 'DONE'],
      ['19 nul\0.png', 'ARCHIVE_ENTRY_UNSAFE'],
    ])
    expect(batch).toMatchObject({ state: 'FINISHED', total: 19, done: 3, failed: 16, skipped: 2 })
    expect(model.requests).toHaveLength(3)
  })

  it('ends though not one of them is a photo', async () => {
    const { send, ended } = await openBatches()
    const { id } = await send(
      makeZip([
        { name: 'a.txt', content: 'a' },
        { name: 'b.zip', content: 'PK' },
      ]),
    )
    expect(await ended(id)).toMatchObject({
      state: 'FINISHED',
      total: 2,
      done: 0,
      failed: 2,
      timeLeftSeconds: 0,
    })
  })

  it('fails as a whole where there is nothing but what systems leave behind', async () => {
    const { send, ended } = await openBatches()
    const { id } = await send(makeZip([{ name: '.DS_Store', content: 'a' }, { name: 'folder/' }]))
    expect(await ended(id)).toMatchObject({ state: 'FAILED', failure: { code: 'NO_PHOTOS' }, total: 0 })
  })

  it('keeps what stands before the place where its list breaks off', async () => {
    const { send, ended, entries } = await openBatches()
    const zip = makeZip([
      { name: 'good.png', content: await anotherPhoto() },
      { name: 'other.png', content: await anotherPhoto() },
    ])
    // The signature of the second entry in the directory.
    zip[zip.lastIndexOf('PK\x01\x02')] = 0
    const { id } = await send(zip)
    await ended(id)
    expect(await entries(id)).toMatchObject([{ state: 'DONE' }, { failure: { code: 'ARCHIVE_DAMAGED' } }])
  })

  it('takes photos up to so many bytes in all, and says which are beyond', async () => {
    const [one, two] = [await anotherPhoto(), await anotherPhoto()]
    const { send, ended, entries } = await openBatches({
      batching: { limits: { maxArchiveBytes: one.length + 10 } },
    })
    const { id } = await send(
      makeZip([
        { name: 'a.png', content: one },
        { name: 'b.png', content: two },
      ]),
    )
    await ended(id)
    expect(await entries(id)).toMatchObject([{ state: 'DONE' }, { failure: { code: 'ARCHIVE_TOO_LARGE' } }])
  })
})

/** A zip of many tiny entries. */
function manyEntries(count: number): Buffer {
  return makeZip(Array.from({ length: count }, (_, i) => ({ name: `${i}.zip`, content: 'PK', method: 0 })))
}

describe('a zip with very many entries', () => {
  it('is refused at once where there are more than are looked at', async () => {
    const { send } = await openBatches({ batching: { limits: { maxEntries: 100 } } })
    expect(await send(manyEntries(101))).toMatchObject({ status: 422, error: { code: 'ARCHIVE_TOO_LARGE' } })
  })

  it('is listed with one reason each, page by page', { timeout: 120_000 }, async () => {
    const { send, ended, ask } = await openBatches()
    const { id } = await send(manyEntries(20_000))
    expect(await ended(id, undefined, 100)).toMatchObject({
      state: 'FINISHED',
      total: 20_000,
      failed: 20_000,
    })
    const { data } = await ask(
      `{ batch(id: "${id}") { entries(first: 1, after: "19999") { pageInfo { hasNextPage } nodes { index name } } } }`,
    )
    expect(data.batch.entries).toEqual({
      pageInfo: { hasNextPage: false },
      nodes: [{ index: 20_000, name: '19999.zip' }],
    })
  })
})
