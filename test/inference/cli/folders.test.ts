import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, jpeg, runJson } from './run.ts'

describe('a folder', () => {
  it('gives its photos and those of its sub-folders in the order of their names', async () => {
    const photo = await jpeg()
    const names = ['b.jpg', 'a/2.PNG', 'a/10.jpeg', 'c.webp', 'a.jpg']
    const folder = await folderWith(Object.fromEntries(names.map((name) => [`in/${name}`, photo])))
    const { summary } = await runJson(folder, ['in'])
    expect(summary.map(([photo]) => photo)).toEqual([
      'in/a/10.jpeg',
      'in/a/2.PNG',
      'in/a.jpg',
      'in/b.jpg',
      'in/c.webp',
    ])
  })

  it('passes over hidden files and what is no photo, and says how many', async () => {
    const photo = await jpeg()
    const folder = await folderWith({
      'in/a.jpg': photo,
      'in/photo-without-extension': photo,
      'in/.b.jpg': photo,
      'in/__MACOSX/a.jpg': photo,
      'in/Thumbs.db': 'x',
      'in/notes.txt': 'hello',
      'in/report.pdf': '%PDF-1.7',
      'in/a.annotated.jpg': photo,
      'in/more.zip': 'PK\x03\x04',
    })
    const { summary, err, status } = await runJson(folder, ['in'])
    expect(summary).toEqual([
      ['in/a.jpg', 'ok'],
      ['in/photo-without-extension', 'ok'],
    ])
    expect(err).toContain('Skipped 7 files: 3 hidden, 1 annotated earlier')
    expect(err).toContain('1 a zip inside a folder')
    expect(err).toContain('2 not a photo')
    expect(status).toBe(0)
  })

  it('without any photo is told so', async () => {
    const folder = await folderWith({ 'in/notes.txt': 'hello' })
    await mkdir(join(folder, 'empty'))
    const { summary, status } = await runJson(folder, ['in', 'empty'])
    expect(summary).toEqual([
      ['in', 'NO_PHOTOS'],
      ['empty', 'NO_PHOTOS'],
    ])
    expect(status).toBe(1)
  })

  it('follows links to photos, not to folders, and reports a link that leads nowhere', async () => {
    const folder = await folderWith({ 'elsewhere/a.jpg': await jpeg() })
    await mkdir(join(folder, 'in'))
    await symlink(join(folder, 'elsewhere/a.jpg'), join(folder, 'in/1.jpg'))
    await symlink(join(folder, 'nowhere.jpg'), join(folder, 'in/2.jpg'))
    await symlink(join(folder, 'in'), join(folder, 'in/circle'))
    expect((await runJson(folder, ['in'])).summary).toEqual([
      ['in/1.jpg', 'ok'],
      ['in/2.jpg', 'FILE_NOT_FOUND'],
    ])
  })

  it.runIf(process.platform === 'linux')('finds photos whose names are not UTF-8', async () => {
    const folder = await folderWith()
    await writeFile(
      Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('Sto\xdfstange.jpg', 'latin1')]),
      await jpeg(),
    )
    expect((await runJson(folder, ['.'])).summary).toEqual([['./Stoßstange.jpg', 'ok']])
  })

  // Root may read everything.
  it.skipIf(process.getuid?.() === 0)('reports what may not be read and goes on', async () => {
    const photo = await jpeg()
    const folder = await folderWith({ 'in/a.jpg': photo, 'in/b.jpg': photo, 'in/locked/c.jpg': photo })
    await chmod(join(folder, 'in/a.jpg'), 0)
    await chmod(join(folder, 'in/locked'), 0)
    expect((await runJson(folder, ['in'])).summary).toEqual([
      ['in/a.jpg', 'FILE_UNREADABLE'],
      ['in/b.jpg', 'ok'],
      ['in/locked/', 'FILE_UNREADABLE'],
    ])
    await chmod(join(folder, 'in/locked'), 0o700)
  })

  it('never opens a device or a pipe', async () => {
    expect((await runJson('/', ['dev/null'])).summary).toEqual([['dev/null', 'NOT_A_FILE']])
  })

  it('refuses a file that is too large without reading it', async () => {
    const folder = await folderWith({ 'a.jpg': await jpeg(), 'big.jpg': Buffer.alloc(5000) })
    const { summary } = await runJson(folder, ['big.jpg', 'a.jpg'], { limits: { maxPhotoBytes: 4000 } })
    expect(summary).toEqual([
      ['big.jpg', 'PHOTO_TOO_MANY_BYTES'],
      ['a.jpg', 'ok'],
    ])
  })

  it('assesses a photo as often as it is named', async () => {
    const folder = await folderWith({ 'a.jpg': await jpeg() })
    expect((await runJson(folder, ['a.jpg', '.', 'a.jpg'])).summary).toEqual([
      ['a.jpg', 'ok'],
      ['./a.jpg', 'ok'],
      ['a.jpg', 'ok'],
    ])
  })
})
