import { resolve } from 'node:path'
import { InputError } from './errors.ts'
import { entriesOf, readAll, readHead, statOf } from './files.ts'
import type { InputLimits } from './limits.ts'
import { isHidden, judgeName, startsLikePhoto } from './photo-name.ts'
import { brokenSource, emptyListing, type Listing } from './photo-source.ts'

export interface FolderOptions {
  limits: InputLimits
  /** Folder not to look into, absolute: the one that the answers are written to. */
  exclude: string | null
}

/**
 * Every photo in a folder and its sub-folders, in the order of their names. Links to files are
 * followed, links to folders are not: they may lead in circles.
 *
 * @param folder absolute path
 * @param name the folder as given
 */
export async function listFolder(folder: string, name: string, options: FolderOptions): Promise<Listing> {
  const listing = emptyListing()
  // Paths as bytes: on Linux a name may be in any encoding, or in none.
  await walk(Buffer.from(folder), '', `${name.replace(/[/\\]+$/, '')}/`, listing, options)
  return listing
}

async function walk(
  folder: Buffer,
  inside: string,
  prefix: string,
  listing: Listing,
  options: FolderOptions,
) {
  let entries: Awaited<ReturnType<typeof entriesOf>>
  try {
    entries = await entriesOf(folder, prefix + inside)
  } catch (error) {
    listing.photos.push(brokenSource(prefix + inside, error))
    return
  }
  const named = entries.map((entry) => ({ entry, text: decodeName(entry.name) }))
  named.sort((a, b) => (a.text < b.text ? -1 : 1))
  for (const { entry, text } of named) {
    const path = Buffer.concat([folder, Buffer.from('/'), entry.name])
    const relative = inside + text
    if (!entry.isDirectory()) await addFile(path, relative, prefix, entry.isFile(), listing, options)
    else if (isHidden(text)) listing.skipped.hidden++
    else if (resolve(path.toString()) !== options.exclude)
      await walk(path, `${relative}/`, prefix, listing, options)
  }
}

async function addFile(
  path: Buffer,
  relative: string,
  prefix: string,
  plain: boolean,
  { photos, skipped }: Listing,
  { limits }: FolderOptions,
) {
  const photo = prefix + relative
  const byName = judgeName(relative)
  if (byName && byName !== 'photo') {
    skipped[byName]++
    return
  }
  try {
    // A link, or a pipe or device, which are not opened.
    if (!plain && !(await statOf(path, photo)).isFile()) skipped.other++
    else if (byName === null && !startsLikePhoto(await readHead(path, photo))) skipped.other++
    else
      photos.push({ photo, relative, archive: null, read: () => readAll(path, photo, limits.maxPhotoBytes) })
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    if (byName === 'photo') photos.push(brokenSource(photo, error))
    else skipped.other++
  }
}

/** UTF-8, else Latin-1, which every sequence of bytes is. */
function decodeName(name: Buffer): string {
  const text = name.toString()
  return text.includes('\ufffd') ? name.toString('latin1') : text
}
