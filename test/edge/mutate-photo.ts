import type { Sharp } from 'sharp'

/** The formats that photos come in. */
export const formats: [name: string, encode: (photo: Sharp) => Sharp][] = [
  ['JPEG', (photo) => photo.jpeg()],
  ['progressive JPEG', (photo) => photo.jpeg({ progressive: true })],
  ['PNG', (photo) => photo.png()],
  ['WebP', (photo) => photo.webp()],
  ['AVIF', (photo) => photo.avif({ effort: 0 })],
  ['TIFF', (photo) => photo.tiff()],
]

/** Numbers from 0 to `below`, always the same. */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    return ((state ^ (state >>> 13)) >>> 0) % below
  }
}

/** Flips bits, cuts, repeats, moves or overwrites: the head more often, since that is where structure is. */
export function mutate(photo: Uint8Array, seed: number): Buffer {
  const roll = dice(seed)
  let bytes = Buffer.from(photo)
  for (let times = 1 + roll(4); times > 0 && bytes.length > 1; times--) {
    const at = roll(2) ? roll(Math.min(bytes.length, 700)) : roll(bytes.length)
    const length = 1 + roll(40)
    switch (roll(6)) {
      case 0:
        bytes[at] = bytes[at]! ^ (1 << roll(8))
        break
      case 1:
        bytes.fill([0, 0xff, 0x7f, 0x80][roll(4)]!, at, Math.min(at + length, bytes.length))
        break
      case 2:
        bytes = bytes.subarray(0, bytes.length - roll(bytes.length >> 1))
        break
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
        break
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
        break
      default:
        for (let i = at; i < Math.min(at + length, bytes.length); i++) bytes[i] = roll(256)
    }
  }
  return bytes
}
