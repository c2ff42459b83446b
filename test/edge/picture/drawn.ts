import sharp from 'sharp'
import type { Picture } from '../../../edge/picture/picture.ts'

export type Colour = readonly [red: number, green: number, blue: number]

/** Upper left, upper right, lower right and lower left quarter of {@link quadrants}. */
export const corners = {
  upperLeft: [200, 30, 30],
  upperRight: [30, 160, 60],
  lowerRight: [30, 60, 200],
  lowerLeft: [240, 240, 240],
} as const satisfies Record<string, Colour>

export function draw(width: number, height: number, colourAt: (x: number, y: number) => Colour): Picture {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) data.set(colourAt(x, y), at)
  }
  return { data, width, height }
}

/** A quarter per colour: shows what was turned, mirrored or recoloured. */
export const quadrants = (width = 96, height = 64): Picture =>
  draw(width, height, (x, y) => {
    const left = x < width / 2
    if (y < height / 2) return left ? corners.upperLeft : corners.upperRight
    return left ? corners.lowerLeft : corners.lowerRight
  })

/** A car-like scene with edges of all directions and soft shading, as a lens would draw it; `seed` varies it. */
export function scene(width = 512, height = 384, seed = 0): Picture {
  const offsets = [-0.25, 0.25]
  return draw(width, height, (x, y) => {
    const samples = offsets.flatMap((dy) =>
      offsets.map((dx) => sceneAt((x + dx) / width, (y + dy) / height, seed)),
    )
    const mean = (channel: 0 | 1 | 2) =>
      samples.reduce((sum, colour) => sum + colour[channel], 0) / samples.length
    return [mean(0), mean(1), mean(2)]
  })
}

function sceneAt(u: number, v: number, seed: number): Colour {
  const wheel = Math.hypot(u - 0.3 - seed * 0.01, (v - 0.75) * 0.75) < 0.09
  if (wheel) return [25, 25, 28]
  const shade = 1 + 0.25 * Math.sin(5 * u + 3 * v + seed)
  const body = v > 0.4 + 0.1 * Math.abs(u - 0.5) && v < 0.75
  const gap = body && Math.abs(((u + seed * 0.02) % 0.25) - 0.12) < 0.004
  if (gap) return [35, 12, 14]
  const window = v > 0.2 && v < 0.36 && Math.abs(((u + v / 4) % 0.3) - 0.15) < 0.1
  if (window) return [50, 60, 70 * shade]
  if (body) return [150 * shade, 45 * shade, 50 * shade]
  return v < 0.4 ? [120 * shade, 140 * shade, 160] : [85 * shade, 85 * shade, 88 * shade]
}

export const sharpOf = ({ data, width, height }: Picture) =>
  sharp(data, { raw: { width, height, channels: 3 } })

/** Colours in the middle of each quarter. */
export function cornersOf({ data, width, height }: Picture): Record<keyof typeof corners, Colour> {
  const at = (u: number, v: number): Colour => {
    const i = (Math.floor(v * height) * width + Math.floor(u * width)) * 3
    return [data[i]!, data[i + 1]!, data[i + 2]!]
  }
  return {
    upperLeft: at(0.25, 0.25),
    upperRight: at(0.75, 0.25),
    lowerRight: at(0.75, 0.75),
    lowerLeft: at(0.25, 0.75),
  }
}

/** Largest difference of any channel between the quarters' colours and those drawn. */
export function recoloured(
  picture: Picture,
  expected: Record<keyof typeof corners, Colour> = corners,
): number {
  const seen = cornersOf(picture)
  const names = Object.keys(corners) as (keyof typeof corners)[]
  return Math.max(
    ...names.flatMap((name) => seen[name].map((value, i) => Math.abs(value - expected[name][i]!))),
  )
}
