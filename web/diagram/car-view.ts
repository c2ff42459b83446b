export type ViewName = 'left' | 'right' | 'top' | 'front' | 'rear'

/** A piece of the drawing that one of the model's part classes names. */
export interface Region {
  part: string
  /** SVG path in the view's own units, about a centimetre each. */
  d: string
}

/** What makes the drawing look like a car, without being a part that the model names. */
export interface Detail {
  kind: 'panel' | 'glass' | 'dark' | 'line' | 'rim'
  d: string
}

/** The car from one side. Drawn in order: the shape, the regions, the details on top of them. */
export interface CarView {
  name: ViewName
  width: number
  height: number
  /** The outline of the whole car: what shows between the regions is fenders, pillars and roof. */
  shape: string
  regions: readonly Region[]
  details: readonly Detail[]
  /** Drawn the other way round: the right side is the left one in a mirror. */
  mirrored: boolean
}

export const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`

const swapped = (part: string): string =>
  part.replace(/left|right/, (side) => (side === 'left' ? 'right' : 'left'))

export const mirror = (view: CarView, name: ViewName): CarView => ({
  ...view,
  name,
  mirrored: !view.mirrored,
  regions: view.regions.map(({ part, d }) => ({ part: swapped(part), d })),
})
