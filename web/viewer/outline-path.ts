import type { Point, Ring } from '../../inference/geometry/types.ts'

/** Side of the square that SVG overlays draw in: fine enough that no pixel of a zoomed photo is lost. */
export const UNITS = 10_000

const units = (share: number) => Math.round(share * UNITS)

/** SVG path of closed outlines; 0 to 1 across the photo becomes 0 to {@link UNITS}. */
export const closedPath = (rings: readonly Ring[]): string =>
  rings.map((ring) => `${openPath(ring)}Z`).join('')

export const openPath = (points: readonly Point[]): string =>
  points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${units(x)} ${units(y)}`).join('')

/** The overlay covers the photo, whatever its shape; strokes must not scale with it. */
export const overlayBox = { viewBox: `0 0 ${UNITS} ${UNITS}`, preserveAspectRatio: 'none' } as const
