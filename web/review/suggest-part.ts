import { insideRing } from '../../inference/geometry/inside.ts'
import { ringArea } from '../../inference/geometry/ring.ts'
import type { Point, Ring } from '../../inference/geometry/types.ts'

interface Part {
  name: string
  polygon: Ring
}

/** The smallest part around the middle of most of the outlines' points, as a lamp lies in a bumper; null for none. */
export function suggestPart(polygons: readonly Ring[], parts: readonly Part[]): string | null {
  const points = polygons.flat()
  if (points.length === 0) return null
  const share = ({ polygon }: Part) =>
    points.filter((point: Point) => insideRing(point, polygon)).length / points.length
  const around = parts.filter((part) => share(part) >= 0.5)
  const [smallest] = around.toSorted((a, b) => ringArea(a.polygon) - ringArea(b.polygon))
  return smallest?.name ?? null
}
