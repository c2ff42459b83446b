import { access, constants } from 'node:fs/promises'
import { makeFolder } from './make-folder.ts'
import { SettingInvalid } from './read-environment.ts'

/** Makes the folder in which everything is kept, where it is missing. @throws SettingInvalid unless it can be written */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    await access(folder, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new SettingInvalid(
      `Expected a folder that can be written for DATA_DIR but received ${folder}: ${code === 'EEXIST' ? 'a file' : code}`,
    )
  }
}
