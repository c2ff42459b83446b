import { type DrawnThing, drawnPhoto, scratchedBumper } from '../inference/drawn-photo.ts'

let count = 0

/** An 800x600 photo unlike every other: the same bytes would be the same photo. */
export function anotherPhoto(): Promise<Uint8Array<ArrayBuffer>> {
  count++
  const [width, height, things] = scratchedBumper
  const mark: DrawnThing = { what: 'dent', at: [count % 700, 560 + Math.floor(count / 700), 3, 3] }
  return drawnPhoto(width, height, [...things, mark])
}

export const photoFile = async () => new Blob([await anotherPhoto()])
