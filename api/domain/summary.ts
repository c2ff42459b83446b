import type { Severity } from '../../inference/contract.ts'
import { unionArea } from '../../inference/geometry/covered-area.ts'
import { createShape } from '../../inference/geometry/shape.ts'
import { type ClaimFile, openDamages, partsOf, type ReviewedDamage } from './claim-file.ts'
import { type RepairHint, repairHint } from './repair-hint.ts'

/** Damages of one type on one part, over all photos: most likely one damage seen several times. */
export interface Finding {
  type: string
  /** null where no part is known; such damages of one photo are one finding. */
  part: string | null
  severity: Severity
  /** Largest share of the part that one photo shows damaged so; null without a part. */
  partAreaPct: number | null
  confidence: number
  damages: ReviewedDamage[]
  photoIds: string[]
}

export interface PartSummary {
  part: string
  severity: Severity
  /** Largest share of the part that one photo shows damaged, by damages of every type together. */
  damagedAreaPct: number
  types: string[]
}

export interface ClaimSummary {
  findings: Finding[]
  parts: PartSummary[]
  severity: Severity | null
  hint: RepairHint
}

const severities: Severity[] = ['minor', 'moderate', 'severe']

export const worst = (some: readonly Severity[]): Severity =>
  severities[Math.max(0, ...some.map((one) => severities.indexOf(one)))] ?? 'minor'

/** The damages of all photos of a claim put together, worst first. */
export function summarize(file: ClaimFile): ClaimSummary {
  const damages = openDamages(file)
  const findings = group(damages, ({ type, part, photoId }) =>
    JSON.stringify([type, part ?? photoId, part !== null]),
  )
    .map(toFinding)
    .sort(byWeight)
  const parts = group(
    damages.filter(({ part }) => part !== null),
    ({ part }) => part ?? '',
  )
    .map((some) => toPartSummary(file, some))
    .sort((a, b) => rank(b.severity) - rank(a.severity) || b.damagedAreaPct - a.damagedAreaPct)
  return {
    findings,
    parts,
    severity: damages.length > 0 ? worst(damages.map((one) => one.severity)) : null,
    hint: repairHint(file, findings),
  }
}

function toFinding(damages: ReviewedDamage[]): Finding {
  const [{ type, part }] = damages as [ReviewedDamage]
  const shares = damages.map(({ partAreaPct }) => partAreaPct).filter((share) => share !== null)
  return {
    type,
    part,
    severity: worst(damages.map((one) => one.severity)),
    partAreaPct: shares.length > 0 ? Math.max(...shares) : null,
    confidence: Math.max(...damages.map((one) => one.confidence)),
    damages,
    photoIds: [...new Set(damages.map(({ photoId }) => photoId))],
  }
}

function toPartSummary(file: ClaimFile, damages: ReviewedDamage[]): PartSummary {
  const part = damages[0]?.part ?? ''
  const shares = group(damages, ({ photoId }) => photoId).map((onPhoto) => damagedShare(file, part, onPhoto))
  return {
    part,
    severity: worst(damages.map((one) => one.severity)),
    damagedAreaPct: Math.max(0, ...shares),
    types: [...new Set(damages.map(({ type }) => type))].sort(),
  }
}

/** Share of a part, in percent, that at least one of the damages on one photo covers. */
function damagedShare(file: ClaimFile, part: string, damages: ReviewedDamage[]): number {
  const [first] = damages
  if (damages.length === 1 || !first) return first?.partAreaPct ?? 0
  const sum = damages.reduce((total, { partAreaPct }) => total + (partAreaPct ?? 0), 0)
  const own = partsOf(file, first.photoId).find(({ name }) => name === part)
  if (!own) return Math.min(100, sum)
  const whole = createShape(own.polygons)
  const union = unionArea(damages.map(({ polygons }) => createShape(polygons)))
  const share = whole.area > 0 ? (100 * union) / whole.area : 0
  // What lies beside the part counts for it in none of them.
  return Math.round(100 * Math.min(100, sum, share)) / 100
}

const rank = (severity: Severity) => severities.indexOf(severity)

const byWeight = (a: Finding, b: Finding) =>
  rank(b.severity) - rank(a.severity) ||
  (b.partAreaPct ?? 0) - (a.partAreaPct ?? 0) ||
  (a.type < b.type ? -1 : a.type > b.type ? 1 : 0)

export function group<T>(things: readonly T[], keyOf: (thing: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const thing of things) {
    const key = keyOf(thing)
    const members = groups.get(key)
    if (members) members.push(thing)
    else groups.set(key, [thing])
  }
  return [...groups.values()]
}
