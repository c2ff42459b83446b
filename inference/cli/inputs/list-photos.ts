import { basename, resolve } from 'node:path'
import { isPhotoFormat, sniffFormat } from '../../../edge/picture/sniff.ts'
import { InputError, NoPhotos, NotAFile } from './errors.ts'
import { readAll, readHead, statOf } from './files.ts'
import { type FolderOptions, listFolder } from './folder.ts'
import { brokenSource, emptyListing, type Listing, type SkipReason } from './photo-source.ts'
import { listZip } from './zip.ts'

export interface ListOptions extends FolderOptions {
  /** What relative paths start from, absolute. */
  cwd: string
}

/**
 * Finds the photos at the paths given, without reading them. A path at which there is nothing to
 * assess takes one place in the list, so that every complaint has its line.
 */
export async function listPhotos(paths: readonly string[], options: ListOptions): Promise<Listing> {
  const all = emptyListing()
  for (const path of paths) {
    const { photos, skipped } = await listPath(path, options)
    for (const source of photos) all.photos.push(source)
    for (const reason of Object.keys(skipped) as SkipReason[]) all.skipped[reason] += skipped[reason]
  }
  return all
}

async function listPath(path: string, { cwd, ...options }: ListOptions): Promise<Listing> {
  const file = resolve(cwd, path)
  try {
    const found = await statOf(file, path)
    if (found.isDirectory()) {
      const listing = await listFolder(file, path, options)
      if (listing.photos.length === 0) listing.photos.push(brokenSource(path, new NoPhotos(path)))
      return listing
    }
    if (!found.isFile()) throw new NotAFile(path)
    if (isZip(path, await readHead(file, path))) return await listZip(file, path, options.limits)
    const read = () => readAll(file, path, options.limits.maxPhotoBytes)
    return { ...emptyListing(), photos: [{ photo: path, relative: basename(file), archive: null, read }] }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { ...emptyListing(), photos: [brokenSource(path, error)] }
  }
}

/** By content; the name decides only where the content says nothing. */
function isZip(path: string, head: Uint8Array): boolean {
  const format = sniffFormat(head)
  return format === 'zip' || (/\.zip$/i.test(path) && !isPhotoFormat(format))
}
