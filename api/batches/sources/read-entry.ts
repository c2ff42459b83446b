import type { Zips } from '../../../edge/batches/zips.ts'
import { FileNotFound } from '../../../inference/cli/inputs/errors.ts'
import { HEAD_BYTES } from '../../../inference/cli/inputs/files.ts'
import { judgeName, startsLikePhoto } from '../../../inference/cli/inputs/photo-name.ts'
import { unpack } from '../../../inference/cli/inputs/zip-entry.ts'
import type { BatchEntry, BatchHead } from '../records.ts'
import type { SourceDeps } from './list-source.ts'
import { type PackedEntry, unpackEntry } from './packed-entry.ts'
import { withStoredZip } from './zip-reader.ts'

/** An entry's own header is all that is read in small steps. */
const HEADER_WINDOW = 4096

/**
 * The bytes of one entry of a zip or a bucket. Of what is called like no photo and begins like none, only the
 * beginning: enough to say what it is.
 *
 * @throws InputError, PhotoTooManyBytes, ZipGone
 */
export async function readEntry(
  { zips, objects, limits }: Pick<SourceDeps, 'zips' | 'objects' | 'limits'>,
  head: BatchHead,
  { name, source }: Pick<BatchEntry, 'name' | 'source'>,
): Promise<Uint8Array> {
  if (source && 'packed' in source && head.source.kind === 'ZIP')
    return readPacked(zips, head.source.zip, source.packed, name)
  if (source && 'object' in source && objects?.allows(head.tenant, source.object)) {
    const bytes = await objects.read(source.object, limits.maxPhotoBytes)
    if (bytes) return bytes
  }
  throw new FileNotFound(name)
}

function readPacked(zips: Zips, id: string, packed: PackedEntry, name: string): Promise<Uint8Array> {
  return withStoredZip(zips, id, HEADER_WINDOW, async (zip) => {
    const entry = unpackEntry(packed)
    if (judgeName(name) !== 'photo') {
      const beginning = await unpack(zip, entry, name, HEAD_BYTES)
      if (!startsLikePhoto(beginning)) return beginning
    }
    return unpack(zip, entry, name)
  })
}
