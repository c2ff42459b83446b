import { insideRing } from '../../inference/geometry/inside.ts'
import type { Point } from '../../inference/geometry/types.ts'
import type { EditorState } from './editor-state.ts'
import { nearestEdge } from './hit-test.ts'
import type { Size } from './view.ts'

/** What a pointer takes hold of. */
export type Grip =
  | { on: 'vertex'; ring: number; vertex: number }
  | { on: 'edge'; ring: number; edge: number; at: Point }
  | { on: 'ring'; ring: number }

interface Aim {
  /** 0 to 1 across the photo. */
  photo: Point
  shown: Size
  touch: boolean
}

/**
 * The nearest point within reach, else the nearest edge, else the piece around the pointer. A finger reaches 24
 * pixels, half of the target that a thumb needs (WCAG 2.5.5), without large dots that would hide the damage.
 */
export function gripAt({ photo, shown, touch }: Aim, { history }: EditorState): Grip | null {
  const { outlines } = history.present
  const reach = touch ? 24 : 11
  let vertex: Grip | null = null
  let edge: Grip | null = null
  let [nearVertex, nearEdge] = [reach, touch ? 16 : 8]
  outlines.forEach((points, ring) => {
    points.forEach(([x, y], index) => {
      const distance = Math.hypot((x - photo[0]) * shown.width, (y - photo[1]) * shown.height)
      if (distance <= nearVertex) [vertex, nearVertex] = [{ on: 'vertex', ring, vertex: index }, distance]
    })
    const found = nearestEdge(photo, points, shown)
    if (found && found.distance <= nearEdge) {
      ;[edge, nearEdge] = [{ on: 'edge', ring, edge: found.index, at: found.at }, found.distance]
    }
  })
  const inside = outlines.findIndex((points) => insideRing(photo, points))
  return vertex ?? edge ?? (inside < 0 ? null : { on: 'ring', ring: inside })
}

/** Whether a tap closes the outline that is being drawn: on its first point, which two more follow. */
export function closesDraft({ photo, shown, touch }: Aim, { history }: EditorState): boolean {
  const { draft } = history.present
  const [first] = draft ?? []
  if (!draft || !first || draft.length < 3) return false
  const distance = Math.hypot((first[0] - photo[0]) * shown.width, (first[1] - photo[1]) * shown.height)
  return distance <= (touch ? 24 : 11)
}
