import { describe, expect, it } from 'vitest'
import type { Point, Ring } from '../../../inference/geometry/types.ts'
import { type EditorAction, edit, startEditing } from '../../../web/viewer/editor-state.ts'
import { closesDraft, gripAt } from '../../../web/viewer/grip.ts'

const shown = { width: 1000, height: 1000 }
const square: Ring = [
  [0.2, 0.2],
  [0.4, 0.2],
  [0.4, 0.4],
  [0.2, 0.4],
]
const at = (photo: Point, touch = false) => gripAt({ photo, shown, touch }, startEditing([square]))

describe('what a pointer takes hold of', () => {
  it('is the point it is near, before the edge and the piece', () => {
    expect(at([0.205, 0.205])).toEqual({ on: 'vertex', ring: 0, vertex: 0 })
  })

  it('is the edge between two points, at the place it points to', () => {
    expect(at([0.3, 0.203])).toEqual({ on: 'edge', ring: 0, edge: 0, at: [0.3, 0.2] })
  })

  it('is the piece around it, and nothing beside it', () => {
    expect(at([0.3, 0.3])).toEqual({ on: 'ring', ring: 0 })
    expect(at([0.6, 0.6])).toBeNull()
  })

  it('is farther away for a finger than for a mouse', () => {
    expect(at([0.18, 0.19])).toBeNull()
    expect(at([0.18, 0.19], true)).toEqual({ on: 'vertex', ring: 0, vertex: 0 })
  })

  it('is the nearer of two points that are both within reach', () => {
    const close: Ring = [
      [0.5, 0.5],
      [0.508, 0.5],
      [0.5, 0.6],
    ]
    const grip = gripAt({ photo: [0.506, 0.5], shown, touch: true }, startEditing([close]))
    expect(grip).toEqual({ on: 'vertex', ring: 0, vertex: 1 })
  })

  it('closes a drawing on its first point, once there are three', () => {
    const draw = (points: Ring) =>
      points
        .map((point): EditorAction => ({ kind: 'addDraftPoint', at: point }))
        .reduce(edit, startEditing([]))
    const first = { photo: [0.201, 0.201] as Point, shown, touch: false }
    expect(closesDraft(first, draw(square.slice(0, 2)))).toBe(false)
    expect(closesDraft(first, draw(square.slice(0, 3)))).toBe(true)
    expect(closesDraft({ ...first, photo: [0.3, 0.3] }, draw(square))).toBe(false)
  })
})
