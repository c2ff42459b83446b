import { createHash } from 'node:crypto'
import type { Entry, ZipFile } from 'yauzl'
import { PhotoError } from '../../../edge/picture/errors.ts'
import {
  ArchiveDamaged,
  ArchiveEntryUnsafe,
  ArchiveNested,
  ArchiveTooLarge,
  InputError,
} from '../../../inference/cli/inputs/errors.ts'
import { judgeName } from '../../../inference/cli/inputs/photo-name.ts'
import {
  entryName,
  reasonOf,
  refuseUnreadable,
  refuseUnsafe,
} from '../../../inference/cli/inputs/zip-entry.ts'
import type { BatchLimits } from '../limits.ts'
import { createDisjointRanges } from './disjoint-ranges.ts'
import { ArchiveFull, EntryDuplicate, EntryNameTooLong, EntryOverlaps } from './errors.ts'
import type { ListedEntry } from './listed-entry.ts'
import { packEntry } from './packed-entry.ts'

const MAX_NAME_BYTES = 1024
const THE_ZIP = 'the zip'
/** Of the header before an entry's bytes, without the name and what may follow it: those only its own copy tells. */
const HEADER_BYTES = 30

/**
 * What a zip says it holds, one entry after the other, each with a verdict where its directory alone gives one. Names
 * that climb out, links, encrypted entries, zips inside, bombs, repeated names and entries that share their bytes are
 * refused here, unopened; null is what lies beside the photos: folders, and what systems leave behind.
 *
 * @throws ArchiveTooLarge for more entries than are looked at; ArchiveDamaged is the last entry, where the list breaks off
 */
export async function* listZip(zip: ZipFile, limits: BatchLimits): AsyncGenerator<ListedEntry | null> {
  if (zip.entryCount > limits.maxEntries)
    throw new ArchiveTooLarge(THE_ZIP, 'entries', zip.entryCount, limits.maxEntries)
  const seen = new Set<string>()
  const ranges = createDisjointRanges()
  let bytes = 0
  let listed = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entryName(entry)
      const judged = judgeName(name)
      // Names that climb are told of, also where they pretend to be litter.
      if (judged === 'hidden' && !name.split('/').includes('..')) {
        yield null
        continue
      }
      const shown = shorten(name)
      try {
        refuseUnsafe(entry, name, shown)
        if (name.endsWith('/')) {
          yield null
          continue
        }
        refuse(entry, name, judged === 'zip', limits)
        const key = digest(name)
        if (seen.has(key)) throw new EntryDuplicate(shown)
        seen.add(key)
        if (bytes + entry.uncompressedSize > limits.maxArchiveBytes)
          throw new ArchiveFull(shown, limits.maxArchiveBytes)
        const { relativeOffsetOfLocalHeader: start, compressedSize } = entry
        if (!ranges.add(start, start + HEADER_BYTES + compressedSize)) throw new EntryOverlaps(shown)
        bytes += entry.uncompressedSize
        yield { name, source: { packed: packEntry(entry) } }
      } catch (error) {
        if (!(error instanceof InputError || error instanceof PhotoError)) throw error
        yield { name: shown, refused: error }
      }
      listed++
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code && !(error instanceof InputError)) throw error
    const damaged = new ArchiveDamaged(THE_ZIP, reasonOf(error))
    if (listed === 0) throw damaged
    // The list of entries breaks off here; those before stand.
    yield { name: `entry ${listed + 1} and all after it`, refused: damaged }
  }
}

function refuse(entry: Entry, name: string, nested: boolean, limits: BatchLimits): void {
  const { length } = entry.fileNameRaw
  if (length > MAX_NAME_BYTES) throw new EntryNameTooLong(length, MAX_NAME_BYTES)
  // Where one file name ends for one system and goes on for another, it is not what it seems.
  if (name.includes('\0')) throw new ArchiveEntryUnsafe(shorten(name), 'a name with a null character')
  if (nested) throw new ArchiveNested(shorten(name))
  refuseUnreadable(entry, shorten(name), limits)
}

const shorten = (name: string): string => (name.length > 255 ? `${name.slice(0, 254)}…` : name)

/** Shorter than names are: there may be a hundred thousand. */
const digest = (name: string): string => createHash('sha256').update(name).digest('base64').slice(0, 22)
