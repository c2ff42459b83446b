import { ModelUnavailable } from '../errors.ts'
import type { Runner } from './runner.ts'

/**
 * Lets requests in, before anything is done for them: more than can be assessed in the time that people wait is
 * refused rather than kept waiting.
 */
export function createEntrance(runner: Pick<Runner, 'fullFor'>) {
  /** Requests that were let in and whose assessment is yet to be begun. */
  let entering = 0

  /**
   * @returns to be called once its assessment has begun, or will not
   * @throws ModelUnavailable
   */
  return (): (() => void) => {
    const seconds = runner.fullFor(entering)
    if (seconds !== null) throw new ModelUnavailable(seconds, 'SERVER_BUSY')
    entering++
    let inside = true
    return () => {
      if (inside) entering--
      inside = false
    }
  }
}
