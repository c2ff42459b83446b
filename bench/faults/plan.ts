import { type Kind, kinds } from './kinds.ts'
import { queueKind } from './queue-messages.ts'
import { createRandom } from './random.ts'
import type { Trial } from './run-trial.ts'

/** Every kind in its share of the trials, at least once each, in an order that the seed decides. */
export function planTrials(
  count: number,
  seed: number,
  wanted: (kind: Kind) => boolean = () => true,
): Trial[] {
  const all = [...kinds, queueKind].filter(wanted)
  const whole = all.reduce((sum, { of200 }) => sum + of200, 0)
  // Shares are rounded so that they add up.
  let before = 0
  let share = 0
  const trials = all.flatMap((kind) => {
    share += kind.of200
    const upTo = Math.max(Math.round((count * share) / whole), before + 1)
    const of = Array.from({ length: upTo - before }, () => kind)
    before = upTo
    return of
  })
  return createRandom(seed)
    .shuffle(trials)
    .map((kind, i) => ({ kind, number: i + 1 }))
}
