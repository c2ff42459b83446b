import type { Entry, ZipFile } from 'yauzl'
import { ArchiveDamaged, ArchiveNested, ArchiveTooLarge, NoPhotos } from './errors.ts'
import { HEAD_BYTES } from './files.ts'
import type { InputLimits } from './limits.ts'
import { judgeName, startsLikePhoto } from './photo-name.ts'
import { brokenSource, emptyListing, type Listing } from './photo-source.ts'
import { entryName, reasonOf, refuseUnreadable, refuseUnsafe, unpack, withZip } from './zip-entry.ts'

/**
 * Every photo in a zip, in its own order. Nothing is extracted to disk: an entry is unpacked into
 * memory when its turn comes. What may not be opened (names that climb out, links, encrypted entries,
 * zips inside) stands in the list with its reason, and the others are assessed.
 *
 * @param file absolute path
 * @param archive the zip as given
 * @throws ArchiveDamaged, ArchiveTooLarge, when nothing of it is to be used
 */
export function listZip(file: string, archive: string, limits: InputLimits): Promise<Listing> {
  return withZip(file, archive, async (zip) => {
    if (zip.entryCount > limits.maxEntries) {
      throw new ArchiveTooLarge(archive, 'entries', zip.entryCount, limits.maxEntries)
    }
    const listing = emptyListing()
    let bytes = 0
    try {
      for await (const entry of zip.eachEntry()) {
        if (await addEntry(zip, entry, { file, archive, limits }, listing)) bytes += entry.uncompressedSize
      }
    } catch (error) {
      // The list of entries breaks off here; those before stand.
      listing.photos.push(brokenSource(archive, new ArchiveDamaged(archive, reasonOf(error)), archive))
    }
    if (bytes > limits.maxArchiveBytes) {
      throw new ArchiveTooLarge(archive, 'bytes', bytes, limits.maxArchiveBytes)
    }
    if (listing.photos.length === 0)
      listing.photos.push(brokenSource(archive, new NoPhotos(archive), archive))
    return listing
  })
}

interface Where {
  file: string
  archive: string
  limits: InputLimits
}

/** @returns whether the entry will be unpacked */
async function addEntry(zip: ZipFile, entry: Entry, { file, archive, limits }: Where, listing: Listing) {
  const name = entryName(entry)
  const photo = `${archive}/${name}`
  const judged = judgeName(name)
  try {
    refuseUnsafe(entry, name, photo)
    if (name.endsWith('/')) return false
    if (judged === 'zip') throw new ArchiveNested(photo)
    if (
      judged === 'hidden' ||
      judged === 'annotated' ||
      !(judged || (await looksLikePhoto(zip, entry, photo)))
    ) {
      listing.skipped[judged === 'hidden' || judged === 'annotated' ? judged : 'other']++
      return false
    }
    refuseUnreadable(entry, photo, limits)
  } catch (error) {
    listing.photos.push(brokenSource(photo, error, archive))
    return false
  }
  // Opened again per photo: no file stays open however many zips there are.
  const read = () => withZip(file, archive, (again) => unpack(again, entry, photo))
  listing.photos.push({ photo, relative: name, archive, read })
  return true
}

async function looksLikePhoto(zip: ZipFile, entry: Entry, shown: string): Promise<boolean> {
  if (entry.isEncrypted() || !entry.canDecodeFileData()) return false
  return startsLikePhoto(await unpack(zip, entry, shown, HEAD_BYTES).catch(() => new Uint8Array()))
}
