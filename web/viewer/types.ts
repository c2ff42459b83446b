import type { Ring } from '../../inference/geometry/types.ts'

/** The values of the API's enums, so that what a query returns can be handed on as it is. */
export type Severity = 'MINOR' | 'MODERATE' | 'SEVERE'
export type ReviewState = 'UNREVIEWED' | 'CONFIRMED' | 'CORRECTED' | 'REJECTED' | 'ADDED'

/** The upright photo. Its size in pixels may be that of the original while `src` is a smaller copy of it. */
export interface ViewerPhoto {
  src: string
  width: number
  height: number
  /** What a person who cannot see the photo is told that it is. */
  alt: string
}

export interface ViewerDamage {
  id: string
  type: string
  part: string | null
  severity: Severity
  /** 0 to 1. */
  confidence: number
  /** 0 to 1 across the photo, as the API gives them. */
  polygons: readonly Ring[]
  plausible: boolean | null
  review: ReviewState
}

export interface ViewerPart {
  name: string
  confidence: number
  /** 0 to 1 across the photo. */
  polygon: Ring
}

/** `import { PhotoViewer } from './viewer/photo-viewer.tsx'`. It fills its parent, which must have a height. */
export interface PhotoViewerProps {
  photo: ViewerPhoto
  damages: readonly ViewerDamage[]
  /** @default none */
  parts?: readonly ViewerPart[]
  selectedId?: string | null
  /** null when a click or Escape takes the selection away. */
  onSelect?: (id: string | null) => void
  hoveredId?: string | null
  onHover?: (id: string | null) => void
  /** Damages of other types are neither drawn nor reached by keyboard. @default every type */
  visibleTypes?: ReadonlySet<string>
  /** Less certain damages are left out, except what a person drew. @default 0 */
  minConfidence?: number
  /** Outlines of the parts below the damages. @default false */
  showParts?: boolean
}

/** `import { PolygonEditor } from './viewer/polygon-editor.tsx'`. */
export interface PolygonEditorProps {
  photo: ViewerPhoto
  /** The outlines to change, 0 to 1 across the photo; empty to draw a new one point by point. */
  initial: readonly Ring[]
  /** Colours the outline. */
  type: string
  /** Drawn faintly below, for orientation. @default none */
  others?: readonly ViewerDamage[]
  /** Called only with outlines that the API takes: within the photo, not crossing themselves, around an area. */
  onSave: (polygons: Ring[]) => void
  onCancel: () => void
  /** True while what was saved is on its way. @default false */
  saving?: boolean
}
