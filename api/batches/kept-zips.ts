import type { Zips } from '../../edge/batches/zips.ts'
import { keyOf, type Operation } from '../store/table.ts'
import { tryEach } from '../try-each.ts'
import type { BatchStore } from './batch-store.ts'
import type { BatchLimits } from './limits.ts'
import { type BatchRef, hasEnded } from './records.ts'

export interface KeptZipsDeps {
  store: Pick<BatchStore, 'table' | 'keepZip' | 'forgetZip' | 'keptZips' | 'head' | 'counts'>
  zips: Pick<Zips, 'newId' | 'erase'>
  limits: Pick<BatchLimits, 'keepZipSeconds'>
  clock: () => number
}

/** A zip that has not become a batch by then arrived in vain. */
export const ARRIVING_SECONDS = 24 * 3600

/** Which zips are stored and until when, noted before they are there: what a crash leaves of them is removed. */
export function createKeptZips({ store, zips, limits, clock }: KeptZipsDeps) {
  const iso = (ms: number) => new Date(ms).toISOString()

  return {
    /** A new zip: its id, what notes it, and the sort key of that note, under which it is forgotten. */
    expect() {
      const zip = zips.newId()
      const note = store.keepZip(iso(clock() + ARRIVING_SECONDS * 1000), zip, null)
      return { zip, note, arrived: keyOf(note).sk }
    },

    /** Keeps a zip for as long as its batch may need it; what was noted as it arrived is forgotten. */
    keep: (zip: string, batch: BatchRef, arrived: string): Operation[] => [
      store.forgetZip(arrived),
      store.keepZip(iso(clock() + limits.keepZipSeconds * 1000), zip, batch),
    ],

    /** Removes a zip of which nothing became. */
    async drop(zip: string, arrived: string): Promise<void> {
      await zips.erase(zip)
      await store.table.write([store.forgetZip(arrived)])
    },

    /**
     * Removes zips that nobody needs any more: of batches that have ended without failures at once, of others after
     * a week. One that cannot be removed now keeps none of the others, and is tried again next time.
     *
     * @returns how many
     * @throws once all have been tried, what failed
     */
    async sweep(): Promise<number> {
      let removed = 0
      const now = iso(clock())
      await tryEach(await store.keptZips(), async ({ sk, zip, batch }) => {
        const head = batch && (await store.head(batch))
        const due = sk < now
        const ended = head ? hasEnded(head) : due
        const unneeded = head && ended && (due || (await store.counts(head)).failed === 0)
        if (!ended || !(due || unneeded)) return
        await zips.erase(zip)
        await store.table.write([store.forgetZip(sk)])
        removed++
      })
      return removed
    },
  }
}

export type KeptZips = ReturnType<typeof createKeptZips>
