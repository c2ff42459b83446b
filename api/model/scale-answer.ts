import type { Assessment, Damage, Part } from '../../inference/contract.ts'
import type { Point, Ring } from '../../inference/geometry/types.ts'

/**
 * An answer about a shrunken picture in the pixels of the upright original: percentages stay, outlines
 * and boxes grow, and the quality is that of the original.
 */
export function scaleAnswer(answer: Assessment, original: { width: number; height: number }): Assessment {
  const { width, height } = original
  if (answer.width === width && answer.height === height) return answer
  const sx = width / answer.width
  const sy = height / answer.height
  const point = ([x, y]: Point): Point => [tenths(x * sx), tenths(y * sy)]
  const ring = (points: Ring): Ring => points.map(point)
  const outline = <T extends Damage | Part>(one: T): T => ({
    ...one,
    bbox: [
      tenths(one.bbox[0] * sx),
      tenths(one.bbox[1] * sy),
      tenths(one.bbox[2] * sx),
      tenths(one.bbox[3] * sy),
    ],
    polygon: ring(one.polygon),
    polygons: one.polygons.map(ring),
  })
  return { ...answer, width, height, damages: answer.damages.map(outline), parts: answer.parts.map(outline) }
}

const tenths = (length: number) => Math.round(length * 10) / 10
