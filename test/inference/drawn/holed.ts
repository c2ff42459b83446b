import fc from 'fast-check'
import { MASK_SIDE } from '../../../inference/instance.ts'
import { between } from './arbitraries.ts'
import { random } from './random.ts'

const maskOf = (probability: (u: number, v: number) => number): Float32Array =>
  Float32Array.from({ length: MASK_SIDE ** 2 }, (_, k) =>
    probability(((k % MASK_SIDE) + 0.5) / MASK_SIDE, (Math.floor(k / MASK_SIDE) + 0.5) / MASK_SIDE),
  )

const ellipse = fc.record({
  u: between(0.15, 0.85),
  v: between(0.15, 0.85),
  ru: between(0.04, 0.14),
  rv: between(0.04, 0.14),
})

/** A smooth region with two to six holes, some of which run into one another or through the rim. */
export const holed = fc
  .record({ holes: fc.array(ellipse, { minLength: 2, maxLength: 6 }), phase: between(0, 6.3) })
  .map(({ holes, phase }) =>
    maskOf((u, v) => {
      const rim = 0.46 - 0.04 * Math.sin(3 * Math.atan2(v - 0.5, u - 0.5) + phase)
      const depths = holes.map(
        (hole) =>
          (Math.hypot((u - hole.u) / hole.ru, (v - hole.v) / hole.rv) - 1) * Math.min(hole.ru, hole.rv),
      )
      return 1 / (1 + Math.exp(-40 * Math.min(rim - Math.hypot(u - 0.5, v - 0.5), ...depths)))
    }),
  )

/** Noise of two cells' breadth: pieces within holes, thin necks, more corners than an outline has points. */
export const tangled = fc.nat().map((seed) => {
  const next = random(seed)
  const coarse = Array.from({ length: 15 * 15 }, () => 0.08 + next())
  return maskOf((u, v) => {
    const [i, j] = [Math.floor(14 * u), Math.floor(14 * v)]
    const [a, b] = [14 * u - i, 14 * v - j]
    const at = (k: number) => coarse[k] as number
    const row = (k: number) => at(k) * (1 - a) + at(k + 1) * a
    return row(15 * j + i) * (1 - b) + row(15 * (j + 1) + i) * b
  })
})
