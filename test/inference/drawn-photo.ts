import sharp, { type Sharp } from 'sharp'

/** The colours that the tiny model's classes stand for (fixtures/make-tiny-model.py). */
export const colours = {
  scratch: '#ff0000',
  dent: '#ffff00',
  front_bumper: '#0000ff',
  hood: '#00ff00',
  /** Makes the tiny damage model answer NaN. */
  nan: '#ff00ff',
  /** Makes the tiny damage model's run fail. */
  crash: '#00ffff',
} as const

export interface DrawnThing {
  what: keyof typeof colours
  /** `[x, y, width, height]` in pixels of the photo. */
  at: [number, number, number, number]
}

/** A photo of rectangles on grey, for the tiny model to find. */
export function draw(width: number, height: number, things: DrawnThing[]): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#808080' } }).composite(
    things.map(({ what, at: [left, top, w, h] }) => ({
      input: { create: { width: w, height: h, channels: 3 as const, background: colours[what] } },
      left,
      top,
    })),
  )
}

/** The same as the bytes of a PNG file. */
export const drawnPhoto = async (...drawing: Parameters<typeof draw>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await draw(...drawing)
      .png()
      .toBuffer(),
  )

/** A blue bumper with a scratch on it, 800x600: one damage, one part. */
export const scratchedBumper: Parameters<typeof draw> = [
  800,
  600,
  [
    { what: 'front_bumper', at: [100, 100, 600, 400] },
    { what: 'scratch', at: [200, 200, 160, 80] },
  ],
]
