import { describe, expect, it } from 'vitest'
import { makeZip, type ZipEntry } from './make-zip.ts'
import { folderWith, jpeg, runJson } from './run.ts'

const good = async (): Promise<ZipEntry> => ({ name: 'good.jpg', content: await jpeg() })

/** Assesses a zip of these entries and a good photo behind them. */
async function assessZip(entries: ZipEntry[], deps = {}) {
  const folder = await folderWith({ 'photos.zip': makeZip([...entries, await good()]) })
  return runJson(folder, ['photos.zip'], deps)
}

describe('a zip', () => {
  it('gives its photos in its own order, named by their place in it', async () => {
    const content = await jpeg()
    const { summary, status } = await assessZip([
      { name: 'z.jpg', content, method: 0 },
      { name: 'claims/', mode: 0o040755 },
      { name: 'claims/7/a.JPG', content },
      { name: 'claims/7/no-extension', content },
      { name: 'back\\slash.jpg', content },
    ])
    expect(summary).toEqual([
      ['photos.zip/z.jpg', 'ok'],
      ['photos.zip/claims/7/a.JPG', 'ok'],
      ['photos.zip/claims/7/no-extension', 'ok'],
      ['photos.zip/back/slash.jpg', 'ok'],
      ['photos.zip/good.jpg', 'ok'],
    ])
    expect(status).toBe(0)
  })

  it('is one by its content, whatever it is called', async () => {
    const folder = await folderWith({ 'photos.bin': makeZip([await good()]), 'photo.zip': await jpeg() })
    expect((await runJson(folder, ['photos.bin', 'photo.zip'])).summary).toEqual([
      ['photos.bin/good.jpg', 'ok'],
      ['photo.zip', 'ok'],
    ])
  })

  it.each([
    ['climbs out', { name: '../../evil.jpg' }, 'ARCHIVE_ENTRY_UNSAFE'],
    ['climbs out by backslashes', { name: '..\\evil.jpg' }, 'ARCHIVE_ENTRY_UNSAFE'],
    ['climbs out half way', { name: 'a/../../evil.jpg' }, 'ARCHIVE_ENTRY_UNSAFE'],
    ['climbs out and is hidden', { name: '../.ssh/authorized_keys' }, 'ARCHIVE_ENTRY_UNSAFE'],
    ['is absolute', { name: '/etc/evil.jpg' }, 'ARCHIVE_ENTRY_UNSAFE'],
    ['is absolute on Windows', { name: 'C:\\evil.jpg' }, 'ARCHIVE_ENTRY_UNSAFE'],
    ['has no name', { name: '' }, 'ARCHIVE_ENTRY_UNSAFE'],
    ['is a link', { name: 'link.jpg', content: '/etc/passwd', mode: 0o120777 }, 'ARCHIVE_ENTRY_UNSAFE'],
    ['is a device', { name: 'device.jpg', mode: 0o020666 }, 'ARCHIVE_ENTRY_UNSAFE'],
    ['is encrypted', { name: 'secret.jpg', content: 'x'.repeat(20), flags: 1 }, 'ARCHIVE_ENTRY_ENCRYPTED'],
    ['is a zip', { name: 'inner.zip', content: makeZip([]) }, 'ARCHIVE_NESTED'],
    ['is a zip called a photo', { name: 'inner.jpg', content: makeZip([]) }, 'PHOTO_UNSUPPORTED'],
    ['is empty', { name: 'empty.jpg', content: '' }, 'PHOTO_EMPTY'],
    ['is text', { name: 'text.jpg', content: 'hello' }, 'PHOTO_UNSUPPORTED'],
    ['is packed in an unknown way', { name: 'lzma.jpg', content: 'x', method: 14 }, 'ARCHIVE_ENTRY_DAMAGED'],
    [
      'is not what its checksum says',
      { name: 'a.jpg', content: 'x', declared: { crc: 1 } },
      'ARCHIVE_ENTRY_DAMAGED',
    ],
    [
      'is longer than it says',
      { name: 'a.jpg', content: 'x'.repeat(99), declared: { size: 9 } },
      'ARCHIVE_ENTRY_DAMAGED',
    ],
    ['is too large', { name: 'a.jpg', content: 'x'.repeat(90_000) }, 'PHOTO_TOO_MANY_BYTES'],
  ] satisfies [string, ZipEntry, string][])(
    'refuses an entry that %s, and goes on',
    async (_, entry, code) => {
      const { summary, status } = await assessZip([entry], { limits: { maxPhotoBytes: 80_000 } })
      expect(summary).toEqual([
        [expect.stringMatching(/^photos\.zip\//), code],
        ['photos.zip/good.jpg', 'ok'],
      ])
      expect(status).toBe(1)
    },
  )

  it('refuses what no photo is: small when packed, huge when unpacked', async () => {
    const bomb = { name: 'bomb.jpg', content: Buffer.alloc(8_000_000) }
    expect((await assessZip([bomb])).summary[0]).toEqual(['photos.zip/bomb.jpg', 'ARCHIVE_ENTRY_BOMB'])
  })

  it('of too many entries, or of too much in all, is refused as a whole', async () => {
    const entries = Array.from({ length: 6 }, (_, i) => ({ name: `${i}.jpg`, content: 'x'.repeat(1000) }))
    for (const limits of [{ maxEntries: 6 }, { maxArchiveBytes: 6000 }]) {
      expect((await assessZip(entries, { limits })).summary).toEqual([['photos.zip', 'ARCHIVE_TOO_LARGE']])
    }
  })

  it('passes over what is no photo, and says how many', async () => {
    const { summary, err } = await assessZip([
      { name: '__MACOSX/._good.jpg', content: 'x' },
      { name: '.DS_Store', content: 'x' },
      { name: 'letter.docx', content: makeZip([]) },
      { name: 'secret.txt', content: 'x', flags: 1 },
    ])
    expect(summary).toEqual([['photos.zip/good.jpg', 'ok']])
    expect(err).toContain('Skipped 4 files: 2 hidden, 2 not a photo')
  })

  it('says once why all that was passed over was', async () => {
    const { err } = await assessZip([
      { name: 'secret.txt', content: 'x' },
      { name: 'letter.docx', content: makeZip([]) },
    ])
    expect(err).toContain('Skipped 2 files: not a photo\n')
  })

  it('reads names in UTF-8, declared or not, and in the DOS encoding', async () => {
    const content = await jpeg()
    const { summary } = await assessZip([
      { name: 'Stoßstange.jpg', content },
      { name: Buffer.from('Kotflügel.jpg'), content },
      { name: Buffer.from('T\x81r.jpg', 'latin1'), content },
    ])
    expect(summary.map(([photo]) => photo?.slice('photos.zip/'.length))).toEqual([
      'Stoßstange.jpg',
      'Kotflügel.jpg',
      'Tür.jpg',
      'good.jpg',
    ])
  })

  it('that holds nothing, is cut short or is none is told so', async () => {
    const whole = makeZip([await good()])
    const folder = await folderWith({
      'empty.zip': makeZip([]),
      'cut.zip': whole.subarray(0, whole.length - 40),
      'nothing.zip': '',
      'text.zip': 'hello',
    })
    expect((await runJson(folder, ['empty.zip', 'cut.zip', 'nothing.zip', 'text.zip'])).summary).toEqual([
      ['empty.zip', 'NO_PHOTOS'],
      ['cut.zip', 'ARCHIVE_DAMAGED'],
      ['nothing.zip', 'ARCHIVE_DAMAGED'],
      ['text.zip', 'ARCHIVE_DAMAGED'],
    ])
  })

  it('whose list of entries breaks off gives the photos before that', async () => {
    const zip = makeZip([await good(), { name: 'never-found.jpg', content: 'x' }])
    zip.write('XXXX', zip.lastIndexOf('PK\x01\x02'))
    const { summary } = await runJson(await folderWith({ 'photos.zip': zip }), ['photos.zip'])
    expect(summary).toEqual([
      ['photos.zip/good.jpg', 'ok'],
      ['photos.zip', 'ARCHIVE_DAMAGED'],
    ])
  })
})
