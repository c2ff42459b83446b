import { setTimeout as sleep } from 'node:timers/promises'
import { createTurns } from '../../edge/turns.ts'
import { photoErasingKey } from '../store/keys.ts'
import { type Operation, StoreBusy, type Table, WriteConflict } from '../store/table.ts'

const ATTEMPTS = 40
const PAUSE_MS = 100

/**
 * Keeps those who bring a photo in apart from those who erase it: a note names who is erasing a photo, and what makes
 * a photo somebody's holds only without it. Whoever erases writes the note before it looks who has the photo, so that
 * everybody was seen, or is kept out until nothing is left. Of several who erase the same photo, in one process or in
 * many, the last one takes the note away.
 */
export function createPhotoErasure({ table }: { table: Table }) {
  const turns = createTurns()
  const keyOf = photoErasingKey

  /** Writes the names that are to be in the note of a photo, whoever else changes it; none is no note. */
  async function changeNames(photo: string, change: (names: string[]) => string[]): Promise<void> {
    for (;;) {
      const note = await table.get(keyOf(photo))
      const before = [(note?.data ?? []) as string | string[]].flat()
      const names = change(before)
      if (names.length === before.length) return
      const ifVersion = note?.version ?? 0
      try {
        return await table.write([
          names.length > 0
            ? { put: { ...keyOf(photo), data: names }, ifVersion }
            : { remove: keyOf(photo), ifVersion },
        ])
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error
      }
    }
  }

  const enter = (photo: string, by: string) =>
    changeNames(photo, (names) => (names.includes(by) ? names : [...names, by]))
  const leave = (photo: string, by: string) =>
    changeNames(photo, (names) => names.filter((name) => name !== by))

  return {
    /** Holds while nobody erases the photo. */
    unless: (photo: string): Operation => ({ check: keyOf(photo), ifVersion: 0 }),
    isInTheWay: ({ keys }: WriteConflict, photo: string): boolean =>
      keys.some(({ pk }) => pk === keyOf(photo).pk),

    /** Waits until nobody erases the photo. @throws StoreBusy after four seconds */
    async end(photo: string): Promise<void> {
      for (let attempt = 1; await table.get(keyOf(photo)); attempt++) {
        if (attempt === ATTEMPTS) throw new StoreBusy()
        await sleep(PAUSE_MS)
      }
    },

    /**
     * Erases a photo that nobody shows any more. Interrupted, it is to be repeated, under the same name.
     *
     * @param by whose erasure it is
     * @param isShown whether anybody does, asked before the note is there, and after
     * @param erase safe to repeat
     */
    run: (photo: string, by: string, isShown: () => Promise<boolean>, erase: () => Promise<void>) =>
      turns.take(photo, async () => {
        if (!(await isShown())) {
          await enter(photo, by)
          if (!(await isShown())) await erase()
        }
        // Also what was left by an attempt that was interrupted.
        await leave(photo, by)
      }),
  }
}
