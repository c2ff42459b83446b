import type { Damage, Part } from '../../inference/contract.ts'
import { intersectionArea, unionArea } from '../../inference/geometry/covered-area.ts'
import { createShape } from '../../inference/geometry/shape.ts'
import type { Ring } from '../../inference/geometry/types.ts'

type Measured = Pick<Damage, 'polygon' | 'polygons' | 'bbox' | 'areaPct' | 'partAreaPct' | 'vehicleAreaPct'>

/**
 * Measures a damage that a person drew, as the model's own are measured: shares of the photo, of the
 * visible part it is on, and of all visible parts together.
 *
 * @param polygons outlines in pixels of the upright photo
 */
export function measureDamage(
  polygons: Ring[],
  part: string | null,
  { width, height }: { width: number; height: number },
  parts: readonly Part[],
): Measured {
  const shape = createShape(polygons)
  const [x1, y1, x2, y2] = shape.box
  const shapes = parts.map((one) => ({ name: one.name, shape: createShape(one.polygons) }))
  const own = shapes.find(({ name }) => name === part)?.shape
  const vehicle = unionArea(shapes.map((one) => one.shape))
  return {
    polygon: shape.rings[0] ?? polygons[0] ?? [],
    polygons: shape.rings.length > 0 ? shape.rings : polygons,
    bbox: [tenths(x1), tenths(y1), tenths(x2 - x1), tenths(y2 - y1)],
    areaPct: percent(shape.area, width * height),
    partAreaPct: own && own.area > 0 ? percent(intersectionArea(shape, own), own.area) : null,
    vehicleAreaPct: vehicle > 0 ? percent(shape.area, vehicle) : null,
  }
}

const tenths = (length: number) => Math.round(length * 10) / 10
const percent = (area: number, whole: number) => Math.min(100, Math.round((1e5 * area) / whole) / 1e3)
