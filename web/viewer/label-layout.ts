import { placeLabels, type Rect } from '../../inference/cli/annotate/place-labels.ts'
import type { Ring } from '../../inference/geometry/types.ts'
import type { Size } from './view.ts'

export interface LabelWish {
  id: string
  /** 0 to 1 across the photo; the label is to stand beside it. */
  ring: Ring
  /** In words, and what is said where those would be in the way. */
  full: string
  short: string
}

export interface Label extends Rect {
  id: string
  text: string
}

const GAP = 5
const PADDING = 12
const HEIGHT = 22
/** More labels than this hide the damages that they name. */
const MOST = 40
/** Share of a label that may lie on others before it is left out. */
const MOST_HIDDEN = 0.25

/**
 * Places labels beside their outlines, in the order of their importance: those for which no room is left are
 * left out, except the first `always`.
 *
 * @param shown the photo's size in CSS pixels, which the labels' places are in too
 * @param widthOf a text's width in CSS pixels
 */
export function layOutLabels(
  wishes: readonly LabelWish[],
  shown: Size,
  widthOf: (text: string) => number,
  always = 0,
): Label[] {
  const asked = wishes.slice(0, Math.max(MOST, always))
  const sizeOf = (text: string) => ({ width: widthOf(text) + PADDING, height: HEIGHT })
  const requests = asked.map(({ ring, full, short }) => ({
    ring: ring.map(([x, y]) => [x * shown.width, y * shown.height] as const),
    full: sizeOf(full),
    short: sizeOf(short),
  }))
  const placed = placeLabels(requests, { x: 0, y: 0, ...shown }, GAP)
  const kept: Label[] = []
  placed.forEach(({ short, ...rect }, at) => {
    const wish = asked[at] as LabelWish
    const hidden = kept.reduce((sum, other) => sum + overlap(rect, other), 0) / (rect.width * rect.height)
    if (at < always || hidden <= MOST_HIDDEN) {
      kept.push({ ...rect, id: wish.id, text: short ? wish.short : wish.full })
    }
  })
  return kept
}

function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}
