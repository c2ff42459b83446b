import { describe, expect, it } from 'vitest'
import { mainVehicle } from '../../../inference/assess/main-vehicle.ts'
import type { Region } from '../../../inference/decode/decode-instances.ts'
import { region } from './region.ts'

/** The front of a car of this width, its bumper's lower left corner at this place. */
const front = (x: number, y: number, width: number): Region[] => [
  region('front_bumper', [x, y - 0.3 * width, width, 0.3 * width]),
  region('hood', [x + 0.05 * width, y - 0.5 * width, 0.9 * width, 0.2 * width]),
  region('front_glass', [x + 0.15 * width, y - 0.75 * width, 0.7 * width, 0.23 * width]),
  region('front_left_light', [x, y - 0.35 * width, 0.15 * width, 0.1 * width]),
]

describe('mainVehicle', () => {
  const near = front(100, 800, 600)

  it('is all parts of the one vehicle there is', () => expect(mainVehicle(near)).toEqual(near))

  it('leaves out a smaller car at a distance', () => {
    expect(mainVehicle([...front(1500, 400, 120), ...near])).toEqual(near)
  })

  it('leaves out the car parked beside it', () => {
    expect(mainVehicle([...near, ...front(720, 700, 400)])).toEqual(near)
  })

  it('takes the larger one, whatever the order', () => {
    const far = front(1500, 400, 120)
    expect(mainVehicle([...far, ...near])).toEqual(mainVehicle([...near, ...far]))
  })

  it('keeps the far wheel of a side view, though nothing between was recognised', () => {
    const side = [
      region('wheel', [100, 600, 150, 150]),
      region('front_left_door', [320, 350, 250, 300]),
      region('wheel', [800, 600, 150, 150]),
    ]
    expect(mainVehicle(side)).toEqual(side)
  })

  it('is nothing without parts', () => expect(mainVehicle([])).toEqual([]))
})
