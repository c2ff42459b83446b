import type { Zips } from '../../edge/batches/zips.ts'
import { ArchiveTooLarge, InputError } from '../../inference/cli/inputs/errors.ts'
import { ZipRejected } from '../errors.ts'
import type { BatchLimits } from './limits.ts'
import { NothingToAssess } from './sources/errors.ts'
import { withStoredZip } from './sources/zip-reader.ts'

const EOCD_WINDOW = 4096

/**
 * What the end of the zip tells at once, so that a file that is none is refused while its sender is there.
 *
 * @throws ZipRejected
 */
export async function lookAtZip(zips: Zips, zip: string, { maxEntries }: Pick<BatchLimits, 'maxEntries'>) {
  try {
    await withStoredZip(zips, zip, EOCD_WINDOW, async ({ entryCount }) => {
      if (entryCount === 0) throw new NothingToAssess('the zip')
      if (entryCount > maxEntries) throw new ArchiveTooLarge('the zip', 'entries', entryCount, maxEntries)
    })
  } catch (error) {
    if (error instanceof InputError) throw new ZipRejected(error.code, error.message)
    throw error
  }
}
