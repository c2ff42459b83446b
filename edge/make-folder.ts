import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder, and those above it that are missing. Unlike Node's own `recursive`, it ends where a
 * file system says of every new folder that there is none above it, as `/proc` does: that one tries forever,
 * in a thread that nothing can stop.
 *
 * @returns the first folder that was missing; null where all were there
 * @throws as `mkdir` does
 */
export async function makeFolder(path: string): Promise<string | null> {
  try {
    await mkdir(path)
    return path
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path)
      return unlessFolder(path, error)
  }
  const first = await makeFolder(dirname(path))
  try {
    await mkdir(path)
  } catch (error) {
    // Somebody else made it meanwhile, or it cannot be made.
    return (await unlessFolder(path, error)) ?? first
  }
  return first ?? path
}

async function unlessFolder(path: string, error: unknown): Promise<null> {
  const found = await stat(path).catch(() => null)
  if (!found?.isDirectory()) throw error
  return null
}
