import { randomBytes, randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { SettingInvalid } from './read-environment.ts'

/**
 * The key that signs links, kept in a file that only its owner reads; made on first use.
 * Deleting the file ends every link given out.
 *
 * @throws SettingInvalid where the file holds something else
 */
export async function loadLinkKey(file: string): Promise<Uint8Array> {
  await makeFolder(dirname(file))
  const mine = `${file}.${randomUUID()}`
  try {
    await writeFile(mine, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx', flush: true })
    // Unlike rename, link never replaces the key of a process that started at the same moment.
    await link(mine, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(mine, { force: true })
  }
  const text = (await readFile(file, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new SettingInvalid(
      `Expected 64 hex digits in ${file} but received something else; delete the file to make a new key`,
    )
  }
  return Buffer.from(text, 'hex')
}
