import { setTimeout as sleep } from 'node:timers/promises'
import { createTurns } from '../../edge/turns.ts'
import { photoErasingKey } from '../store/keys.ts'
import { type Operation, StoreBusy, type Table, type WriteConflict } from '../store/table.ts'

const ATTEMPTS = 40
const PAUSE_MS = 100

/**
 * Keeps those who bring a photo in apart from those who erase it: a note says that a photo is being erased, and what
 * makes a photo somebody's holds only without it. Whoever erases writes the note before it looks who has the photo,
 * so that everybody was seen, or is kept out until nothing is left.
 */
export function createPhotoErasure({ table }: { table: Table }) {
  const turns = createTurns()
  const keyOf = photoErasingKey

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
        const note = keyOf(photo)
        if (!(await isShown())) {
          await table.write([{ put: { ...note, data: by } }])
          if (!(await isShown())) {
            await erase()
            return table.write([{ remove: note }])
          }
        }
        // It may be left of an attempt that was interrupted; another one's stays.
        if ((await table.get(note))?.data === by) await table.write([{ remove: note }])
      }),
  }
}
