import type { Database } from 'libsql'

/** Nobody is served while a turn removes its rows. */
const ROWS_PER_TURN = 200
/** Pause while there is more to remove, and where there is nothing for now. */
const NEXT_TURN_MS = 1000
const NEXT_LOOK_MS = 600_000

export interface ExpiredRows {
  /** Removes no more. */
  stop(): void
}

/**
 * Removes rows that have expired: at once, and from then on every ten minutes, in turns of a bounded size. Keeps no
 * process alive.
 *
 * @param clock milliseconds since 1970
 * @throws what SQLite throws in the first turn; a later one that fails is repeated
 */
export function removeExpiredRows(db: Database, clock: () => number): ExpiredRows {
  const remove = db.prepare(
    `DELETE FROM items WHERE (pk, sk) IN (SELECT pk, sk FROM items WHERE expires < ? LIMIT ${ROWS_PER_TURN})`,
  )
  let timer: NodeJS.Timeout | undefined

  /** @returns whether there may be more */
  const turn = () => remove.run(Math.floor(clock() / 1000)).changes === ROWS_PER_TURN

  function later(more: boolean) {
    timer = setTimeout(again, more ? NEXT_TURN_MS : NEXT_LOOK_MS).unref()
  }

  function again() {
    let more = false
    try {
      more = turn()
    } catch {
      // A disk that is full or fails is told to whoever writes; nobody reads what has expired.
    }
    later(more)
  }

  later(turn())
  return { stop: () => clearTimeout(timer) }
}
