import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeFolder } from '../../edge/make-folder.ts'

async function emptyFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'make-folder-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

describe('makeFolder', () => {
  it('makes what is missing, says what was the first of it, and leaves what is there', async () => {
    const root = await emptyFolder()
    const deep = join(root, 'a', 'b', 'c')
    expect(await makeFolder(deep)).toBe(join(root, 'a'))
    expect((await stat(deep)).isDirectory()).toBe(true)
    expect(await makeFolder(deep)).toBeNull()
  })

  it('is asked by many at once', async () => {
    const deep = join(await emptyFolder(), 'x', 'y', 'z')
    await Promise.all(Array.from({ length: 20 }, () => makeFolder(deep)))
    expect((await stat(deep)).isDirectory()).toBe(true)
  })

  it('fails where a file is in the way', async () => {
    const file = join(await emptyFolder(), 'file')
    await writeFile(file, '')
    await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(makeFolder(join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  it.runIf(existsSync('/proc/self'))('ends where folders cannot be made', async () => {
    await expect(makeFolder('/proc/dentgraph/deep/down')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
