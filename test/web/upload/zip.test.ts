import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { sourcesOf } from '../../../web/upload/sources.ts'

async function zipOf(entries: Record<string, string>, password?: string): Promise<File> {
  const zip = new ZipWriter(new BlobWriter(), { ...(password && { password }) })
  for (const [name, text] of Object.entries(entries)) await zip.add(name, new TextReader(text))
  return new File([await zip.close()], 'claim.zip')
}

const codes = async (files: File[]) =>
  (await sourcesOf(files)).map(({ name, failure }) => [name, failure?.code ?? 'photo'])

describe('sourcesOf', () => {
  it('takes photos as they are and unpacks archives, each entry when it is its turn', async () => {
    const zip = await zipOf({ 'visit/front.JPG': 'front', 'rear.png': 'rear' })
    const found = await sourcesOf([new File(['x'], 'a.jpg'), zip])
    expect(found.map(({ name }) => name)).toEqual([
      'a.jpg',
      'claim.zip/visit/front.JPG',
      'claim.zip/rear.png',
    ])
    expect(await (await found[1]?.open())?.text()).toBe('front')
  })

  it('says of everything in a mixed archive why it is left out, but for what systems add', async () => {
    const zip = await zipOf({
      'a.jpg': 'a',
      'notes.txt': 'b',
      'inner.zip': 'c',
      '__MACOSX/._a.jpg': 'd',
      '.DS_Store': 'e',
      'Thumbs.db': 'f',
    })
    expect(await codes([zip])).toEqual([
      ['claim.zip/a.jpg', 'photo'],
      ['claim.zip/notes.txt', 'NOT_IN_ZIP'],
      ['claim.zip/inner.zip', 'NOT_IN_ZIP'],
    ])
  })

  it.each([
    [
      'cut short',
      async () => new File([(await zipOf({ 'a.jpg': 'a' })).slice(0, 40)], 'claim.zip'),
      'ZIP_BROKEN',
    ],
    ['no archive at all', async () => new File(['hello'], 'claim.zip'), 'ZIP_BROKEN'],
    ['empty', async () => zipOf({}), 'ZIP_EMPTY'],
  ])('has words for an archive that is %s', async (_name, make, code) => {
    expect(await codes([await make()])).toEqual([['claim.zip', code]])
  })

  it('leaves out entries behind a password', async () => {
    expect(await codes([await zipOf({ 'a.jpg': 'a' }, 'secret')])).toEqual([
      ['claim.zip/a.jpg', 'ZIP_ENCRYPTED'],
    ])
  })
})
