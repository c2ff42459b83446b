import type { Ring } from '../../inference/geometry/types.ts'

/** What the desk is about. */
export type Task =
  | { kind: 'look' | 'relabel' | 'outline' }
  /** What was drawn is named next; from there one can come back to it. */
  | { kind: 'draw' | 'name'; polygons: Ring[] }

export const look: Task = { kind: 'look' }
