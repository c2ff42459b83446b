import type { Severity } from '../viewer/types.ts'
import type { DiagramFinding } from './types.ts'

const rank: Readonly<Record<Severity, number>> = { MINOR: 1, MODERATE: 2, SEVERE: 3 }

export interface PartFindings {
  /** The worst of them. */
  severity: Severity
  /** Worst first, then largest. */
  findings: DiagramFinding[]
}

/** Gathers findings by part; what lies on no part that the diagram has comes under null. */
export function findingsByPart(
  findings: readonly DiagramFinding[],
  drawn: ReadonlySet<string>,
): Map<string | null, PartFindings> {
  const worstFirst = findings.toSorted(
    (a, b) => rank[b.severity] - rank[a.severity] || (b.areaPct ?? 0) - (a.areaPct ?? 0),
  )
  const parts = new Map<string | null, PartFindings>()
  for (const finding of worstFirst) {
    const part = finding.part !== null && drawn.has(finding.part) ? finding.part : null
    const known = parts.get(part)
    if (known) known.findings.push(finding)
    else parts.set(part, { severity: finding.severity, findings: [finding] })
  }
  return parts
}
