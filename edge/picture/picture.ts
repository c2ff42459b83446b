/** A decoded picture: 8-bit sRGB, upright, no alpha. */
export interface Picture {
  /** Interleaved RGB, row-major: `width * height * 3` bytes. */
  data: Uint8Array
  width: number
  height: number
}
