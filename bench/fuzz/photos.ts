import { draw, withMetadata } from '../../test/edge/draw-photo.ts'
import { formats, mutate } from '../../test/edge/mutate-photo.ts'
import type { Random } from '../faults/random.ts'
import type { Fetch } from './send-zip.ts'

/** A small photo of each format, for its bytes to be changed. */
export const seedPhotos = (): Promise<[string, Buffer][]> =>
  Promise.all(
    formats.map(
      async ([name, encode]) =>
        [name, await encode(withMetadata(draw(48, 40))).toBuffer()] as [string, Buffer],
    ),
  )

/** Sends a changed photo. @returns what is wrong with the answer; null where it is taken, or refused with a reason */
export async function wrongWithPhoto(
  fetch: Fetch,
  photo: Uint8Array,
  random: Random,
): Promise<string | null> {
  const response = await fetch('/photos', {
    method: 'POST',
    body: new Uint8Array(mutate(photo, random.between(1, 2 ** 31 - 1))),
  })
  const text = await response.text()
  const fine = response.status === 201 || (response.status < 500 && /"code":"PHOTO_/.test(text))
  return fine ? null : `answered ${response.status} ${text.slice(0, 200)}`
}
