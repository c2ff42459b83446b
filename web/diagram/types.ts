import type { Severity } from '../viewer/types.ts'

/** What was found on one part. */
export interface DiagramFinding {
  /** One of the model's part classes, such as `front_left_door`; null or unknown ones are listed beside the car. */
  part: string | null
  type: string
  severity: Severity
  /** Share of the part in percent; null where unknown. */
  areaPct: number | null
}

/** `import { CarDiagram } from './diagram/car-diagram.tsx'`. */
export interface CarDiagramProps {
  findings: readonly DiagramFinding[]
  selectedPart?: string | null
  /** Without it the parts have tooltips but cannot be chosen. */
  onSelect?: (part: string) => void
}
