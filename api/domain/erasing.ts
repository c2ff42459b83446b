import { createTurns } from '../../edge/turns.ts'
import { type Principal, requireRole } from '../principal.ts'
import { type Item, type ItemKey, type Operation, type Table, WriteConflict } from '../store/table.ts'
import { tryEach } from '../try-each.ts'

/** When something was erased, and by whom. With its name this is all that is kept of it. */
export interface Erased {
  at: string
  actor: string
}

export interface Erasing<Erasure extends Erased> {
  /** @throws NotFound, Forbidden, Conflict for what cannot be erased now */
  erase(principal: Principal, id: string): Promise<Erasure>
  /** What was erased, newest first. @throws Forbidden */
  list(principal: Principal, page: { before: string | null; limit: number }): Promise<Erasure[]>
  /**
   * Goes on with what was interrupted. What cannot be erased now keeps none of the others, and is tried again later.
   *
   * @param alone no other process works on this store; else what began a short while ago may be under way there, and is
   *   left to it. @default false
   * @returns how many
   * @throws once all have been tried, what failed
   */
  resume(options?: { alone?: boolean }): Promise<number>
}

/** What is noted of an erasure of which something is left. */
interface Note<Left> {
  left: Left
  /** Milliseconds since 1970 when somebody last began on it. */
  began: number
}

/** Longer than any request or worker may take: then whoever began is gone. */
const INTERRUPTED_MS = 5 * 60_000

/** What one kind of things says of how it is erased. */
export interface Erasable<Name extends object, Left> {
  /** Partition of those of which something is left. */
  erasing: string
  /** Partition that tells a tenant what was erased. */
  erased: (tenant: string) => string
  /** What an erased one is called. */
  nameOf: (id: string) => Name
  /**
   * What takes it out of sight, in one transaction with the note that there is more to do, and what of it is left then.
   *
   * @throws NotFound, Conflict for what cannot be erased now
   */
  hide(tenant: string, id: string): Promise<{ operations: Operation[]; left: Left }>
  /** Removes what is left. Repeated after a crash. */
  remove(left: Left): Promise<void>
}

/**
 * Erases for good. First one transaction: from then on nobody finds the thing, and it is noted that there is more to
 * do. Then everything else in steps that can be repeated, so that a crash at any point leaves nothing behind.
 */
export function createErasing<Name extends object, Left>(
  { table, clock }: { table: Table; clock: () => number },
  { erasing, erased, nameOf, hide, remove }: Erasable<Name, Left>,
): Erasing<Name & Erased> {
  const turns = createTurns()

  async function begin({ tenant, subject }: Principal, id: string) {
    const note: ItemKey = { pk: erasing, sk: `${tenant}#${id}` }
    for (;;) {
      const { operations, left } = await hide(tenant, id)
      const began = clock()
      const erasure = { ...nameOf(id), at: new Date(began).toISOString(), actor: subject }
      try {
        await table.write([
          ...operations,
          { put: { ...note, data: { left, began } satisfies Note<Left> } },
          { put: { pk: erased(tenant), sk: `${erasure.at}#${id}`, data: erasure } },
        ])
        return { erasure, note, left }
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error
      }
    }
  }

  async function finish({ pk, sk }: ItemKey, left: Left): Promise<void> {
    try {
      await remove(left)
      await table.scrub?.()
      await table.write([{ remove: { pk, sk } }])
    } catch (error) {
      // Nobody is at it any more: whoever looks next may go on.
      const note: Note<Left> = { left, began: 0 }
      await table.write([{ put: { pk, sk, data: note }, ifVersion: 'any' }]).catch(() => {})
      throw error
    }
  }

  /** @returns whether it was left to us: of several processes one goes on, and nobody with what has ended */
  async function goOn({ pk, sk, version, data }: Item): Promise<boolean> {
    // Before there was a time in it, the note was what is left.
    const left = 'left' in (data as object) ? (data as Note<Left>).left : (data as Left)
    try {
      const note: Note<Left> = { left, began: clock() }
      await table.write([{ put: { pk, sk, data: note }, ifVersion: version }])
    } catch (error) {
      if (error instanceof WriteConflict) return false
      throw error
    }
    await finish({ pk, sk }, left)
    return true
  }

  return {
    async erase(principal, id) {
      requireRole(principal, 'admin')
      const { erasure, note, left } = await begin(principal, id)
      await turns.take(note.sk, () => finish(note, left))
      return erasure
    },
    async list(principal, { before, limit }) {
      requireRole(principal, 'admin')
      const range = { reverse: true, limit, ...(before !== null && { after: before }) }
      const items = await table.query(erased(principal.tenant), range)
      return items.map(({ data }) => data as Name & Erased)
    },
    async resume({ alone = false } = {}) {
      const notes = await table.query(erasing)
      const before = clock() - INTERRUPTED_MS
      let count = 0
      await tryEach(notes, async (note) => {
        if (!alone && (note.data as Note<Left>).began > before) return
        // What is under way in this process has ended then.
        if (await turns.take(note.sk, () => goOn(note))) count++
      })
      return count
    },
  }
}
