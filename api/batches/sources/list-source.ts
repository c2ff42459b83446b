import type { Zips } from '../../../edge/batches/zips.ts'
import { PhotoTooManyBytes } from '../../../edge/picture/errors.ts'
import { ArchiveNested, ArchiveTooLarge } from '../../../inference/cli/inputs/errors.ts'
import { judgeName } from '../../../inference/cli/inputs/photo-name.ts'
import type { BatchStore } from '../batch-store.ts'
import type { BatchLimits } from '../limits.ts'
import type { BatchHead } from '../records.ts'
import { NothingToAssess } from './errors.ts'
import { listZip } from './list-zip.ts'
import type { ListedEntry } from './listed-entry.ts'
import type { ObjectSource } from './object-source.ts'
import { withStoredZip } from './zip-reader.ts'

export interface SourceDeps {
  store: Pick<BatchStore, 'photoIds'>
  zips: Zips
  objects: ObjectSource | null
  limits: BatchLimits
}

/** Read at once of a zip's directory. */
const DIRECTORY_WINDOW = 1024 * 1024

/** Everything that a batch's source says it holds, handed to `take` in order; null is what is no photo of it. */
export async function listSource(
  { store, zips, objects, limits }: SourceDeps,
  head: BatchHead,
  take: (entry: ListedEntry | null) => Promise<void>,
): Promise<void> {
  const { source } = head
  if (source.kind === 'PHOTOS') {
    for (const id of await store.photoIds(head)) await take({ name: id, source: { photo: id } })
    return
  }
  if (source.kind === 'ZIP') {
    return withStoredZip(zips, source.zip, DIRECTORY_WINDOW, async (zip) => {
      for await (const entry of listZip(zip, limits)) await take(entry)
    })
  }
  let count = 0
  // Whoever is allowed may not be so any more.
  if (!objects?.allows(head.tenant, source.prefix)) throw new NothingToAssess(source.prefix)
  for await (const { key, name, bytes } of objects.list(source.prefix)) {
    if (++count > limits.maxEntries)
      throw new ArchiveTooLarge(source.prefix, 'objects', count, limits.maxEntries)
    const judged = judgeName(name)
    if (judged === 'hidden') await take(null)
    else if (judged === 'zip') await take({ name, refused: new ArchiveNested(name) })
    else if (bytes > limits.maxPhotoBytes)
      await take({ name, refused: new PhotoTooManyBytes(bytes, limits.maxPhotoBytes) })
    else await take({ name, source: { object: key } })
  }
}
