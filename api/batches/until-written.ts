import { setTimeout as sleep } from 'node:timers/promises'
import { WriteConflict } from '../store/table.ts'

const ATTEMPTS = 60

/** Tries again while others write the same items. @throws WriteConflict after sixty attempts, what `attempt` throws */
export async function untilWritten<T>(attempt: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof WriteConflict) || n === ATTEMPTS) throw error
      await sleep(Math.random() * 2 ** Math.min(n, 8))
    }
  }
}
