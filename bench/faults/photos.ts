import { drawnPhoto } from '../../test/inference/drawn-photo.ts'
import type { Random } from './random.ts'

/** A small photo of a damaged bumper as the tests' tiny models see one, unlike every other. */
export function drawDamage(random: Random): Promise<Uint8Array<ArrayBuffer>> {
  const [width, height] = [400, 300]
  const mark = () => random.between(0, 60)
  return drawnPhoto(width, height, [
    { what: 'front_bumper', at: [20, 20, 360, 260] },
    { what: 'scratch', at: [60 + mark(), 60 + mark(), 90 + mark(), 40 + mark()] },
    { what: 'dent', at: [random.between(0, 390), random.between(285, 295), random.between(1, 9), 4] },
    { what: 'hood', at: [random.between(0, 390), random.between(0, 10), random.between(1, 9), 5] },
  ])
}
