import { ringArea } from '../../inference/geometry/ring.ts'
import type { Ring } from '../../inference/geometry/types.ts'
import { ValidationFailed } from '../errors.ts'

/** As many points as an outline may have, and outlines a damage. */
const MAX_POINTS = 1000
const MAX_OUTLINES = 50
/** A thousandth of a percent of the photo: less is a slip of the pointer. */
const LEAST_AREA = 1e-5

/**
 * Outlines as a person draws them.
 *
 * @param polygons normalised: 0 to 1 across the photo
 * @throws ValidationFailed with all that is wrong with them
 */
export function checkOutlines(polygons: Ring[]): void {
  const complaints = polygons.flatMap((ring, i) => {
    const field = `polygons[${i}]`
    if (ring.length < 3) return [{ field, message: `Expected at least 3 points but received ${ring.length}` }]
    if (ring.length > MAX_POINTS) {
      return [{ field, message: `Expected at most ${MAX_POINTS} points but received ${ring.length}` }]
    }
    const outside = ring.find((point) => point.some((value) => !(value >= 0 && value <= 1)))
    if (outside) return [{ field, message: `Expected coordinates from 0 to 1 but received [${outside}]` }]
    if (ringArea(ring) < LEAST_AREA)
      return [{ field, message: 'Expected an outline around an area but received a line' }]
    return []
  })
  if (polygons.length === 0 || polygons.length > MAX_OUTLINES) {
    const message = `Expected 1 to ${MAX_OUTLINES} outlines but received ${polygons.length}`
    complaints.push({ field: 'polygons', message })
  }
  if (complaints.length > 0) throw new ValidationFailed(complaints)
}

/** @returns pixels of the photo, to a tenth */
export const toPixels = (polygons: Ring[], { width, height }: { width: number; height: number }): Ring[] =>
  polygons.map((ring) => ring.map(([x, y]) => [tenths(x * width), tenths(y * height)]))

const tenths = (length: number) => Math.round(length * 10) / 10
