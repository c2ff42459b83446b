import { createTurns } from '../../edge/turns.ts'
import { type Principal, requireRole } from '../principal.ts'
import { type ItemKey, type Operation, type Table, WriteConflict } from '../store/table.ts'
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
   * Goes on with what was interrupted. What cannot be erased now keeps none of the others, and is tried again next time.
   *
   * @returns how many
   * @throws once all have been tried, what failed
   */
  resume(): Promise<number>
}

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
      const erasure = { ...nameOf(id), at: new Date(clock()).toISOString(), actor: subject }
      try {
        await table.write([
          ...operations,
          { put: { ...note, data: left } },
          { put: { pk: erased(tenant), sk: `${erasure.at}#${id}`, data: erasure } },
        ])
        return { erasure, note, left }
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error
      }
    }
  }

  /** One after the other: who goes on with what is under way would remove what came after it had ended. */
  const finish = ({ pk, sk }: ItemKey, left: Left): Promise<void> =>
    turns.take(sk, async () => {
      await remove(left)
      await table.scrub?.()
      await table.write([{ remove: { pk, sk } }])
    })

  return {
    async erase(principal, id) {
      requireRole(principal, 'admin')
      const { erasure, note, left } = await begin(principal, id)
      await finish(note, left)
      return erasure
    },
    async list(principal, { before, limit }) {
      requireRole(principal, 'admin')
      const range = { reverse: true, limit, ...(before !== null && { after: before }) }
      const items = await table.query(erased(principal.tenant), range)
      return items.map(({ data }) => data as Name & Erased)
    },
    async resume() {
      const notes = await table.query(erasing)
      await tryEach(notes, (note) => finish(note, note.data as Left))
      return notes.length
    },
  }
}
