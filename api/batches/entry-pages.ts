import { WriteConflict } from '../store/table.ts'
import type { BatchStore } from './batch-store.ts'
import { type BatchEntry, type BatchHead, isUnlisted } from './records.ts'
import { ListedElsewhere } from './sources/errors.ts'

type Pages = Pick<BatchStore, 'putEntries' | 'versionedHead' | 'lastEntry'>

/**
 * Writes the entries of a batch that is listed, page by page, as long as nobody else does.
 *
 * @param start the batch as it was when listing began
 * @param last index of the last entry that was written before; 0 for none
 * @throws ListedElsewhere
 */
export function createEntryPages(store: Pages, start: { head: BatchHead; version: number }, last: number) {
  let at = start
  let written = last
  return async (page: readonly BatchEntry[]): Promise<void> => {
    for (;;) {
      try {
        at = { ...at, version: await store.putEntries(at, page) }
        written = page.at(-1)?.index ?? written
        return
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error
        // It may have been cancelled in the meantime; that is no reason to stop.
        at = await store.versionedHead(at.head)
        const another = (await store.lastEntry(at.head))?.index ?? 0
        if (another !== written || !isUnlisted(at.head)) throw new ListedElsewhere()
      }
    }
  }
}

/**
 * Whether an entry of the source is among those that were written before an interruption. Zips and lists of ids do not
 * change; objects may come and go meanwhile, and are told by their names, in the order of which they come.
 */
export function writtenBefore({ source }: BatchHead, last: BatchEntry | null) {
  if (!last) return () => false
  if (source.kind !== 'PREFIX') return (_name: string, position: number) => position <= last.index
  const lastName = Buffer.from(last.name)
  return (name: string) => Buffer.compare(Buffer.from(name), lastName) <= 0
}
