const WIDEST = 640
/** Widths in pixels that small versions of a photo come in: few, so that each is drawn once and kept. */
export const thumbnailWidths = [160, 320, WIDEST] as const

/** The least of them that is as wide as asked for; the widest where none is. */
export const thumbnailWidth = (atLeast: number): number =>
  thumbnailWidths.find((width) => width >= atLeast) ?? WIDEST
