import type { ReviewedDamage } from '../../domain/claim-file.ts'
import { damagesOf, type Result } from './result-lines.ts'

export type Cell = string | number | boolean | null | undefined

/** A column's name, its type in Parquet, and how it is told of a row. */
export type Column<Row> = readonly [
  name: string,
  type: 'STRING' | 'INT32' | 'DOUBLE' | 'BOOLEAN',
  tell: (row: Row) => Cell,
]

const severities = ['minor', 'moderate', 'severe'] as const

/** One row per photo: the columns of the summary. Damages are those that stand after reviews, areas the model's. */
export const summaryColumns: readonly Column<Result>[] = [
  ['index', 'INT32', ({ entry }) => entry.index],
  ['photo', 'STRING', ({ entry }) => entry.name],
  ['state', 'STRING', ({ entry }) => entry.state],
  ['reason', 'STRING', ({ entry }) => entry.failure?.code],
  ['message', 'STRING', ({ entry }) => entry.failure?.message],
  ['claim_id', 'STRING', ({ entry }) => entry.claimId],
  ['assessment_id', 'STRING', ({ entry }) => entry.assessmentId],
  ['photo_id', 'STRING', ({ entry }) => entry.photoId],
  ['assessment_status', 'STRING', ({ assessment }) => assessment?.status],
  ['review_reasons', 'STRING', ({ assessment }) => assessment?.reviewReasons.join(' ')],
  ['vehicle', 'BOOLEAN', ({ assessment }) => assessment?.answer?.vehicle],
  ['damaged', 'BOOLEAN', ({ assessment }) => assessment?.answer?.damaged],
  ['damaged_area_pct', 'DOUBLE', ({ assessment }) => assessment?.answer?.damagedAreaPct],
  ['damages', 'INT32', (result) => (result.assessment?.answer ? damagesOf(result).length : null)],
  ['damage_types', 'STRING', (result) => distinct(damagesOf(result).map(({ type }) => type))],
  ['damaged_parts', 'STRING', (result) => distinct(damagesOf(result).flatMap(({ part }) => part ?? []))],
  [
    'worst_severity',
    'STRING',
    (result) => {
      const ranks = damagesOf(result).map(({ severity }) => severities.indexOf(severity))
      return ranks.length > 0 ? severities[Math.max(...ranks)] : null
    },
  ],
  ['width', 'INT32', ({ photo }) => photo?.width],
  ['height', 'INT32', ({ photo }) => photo?.height],
  ['taken_at', 'STRING', ({ photo }) => photo?.takenAt],
  [
    'model',
    'STRING',
    ({ assessment }) =>
      assessment?.answer && `${assessment.answer.model.name} ${assessment.answer.model.version}`,
  ],
]

const distinct = (names: string[]): string => [...new Set(names)].sort().join(' ')

/** A damage with the photo that it is on. */
export interface DamageRow {
  result: Result
  damage: ReviewedDamage
}

/** One row per damage that stands after reviews; percentages are of the photo, the part and the vehicle, boxes in pixels. */
export const damageColumns: readonly Column<DamageRow>[] = [
  ['index', 'INT32', ({ result }) => result.entry.index],
  ['photo', 'STRING', ({ result }) => result.entry.name],
  ['claim_id', 'STRING', ({ result }) => result.entry.claimId],
  ['assessment_id', 'STRING', ({ result }) => result.entry.assessmentId],
  ['photo_id', 'STRING', ({ result }) => result.entry.photoId],
  ['damage_id', 'STRING', ({ damage }) => damage.id],
  ['review', 'STRING', ({ damage }) => damage.state],
  ['type', 'STRING', ({ damage }) => damage.type],
  ['severity', 'STRING', ({ damage }) => damage.severity],
  ['part', 'STRING', ({ damage }) => damage.part],
  ['confidence', 'DOUBLE', ({ damage }) => damage.confidence],
  ['part_confidence', 'DOUBLE', ({ damage }) => damage.partConfidence],
  ['plausible', 'BOOLEAN', ({ damage }) => damage.plausible],
  ['area_pct', 'DOUBLE', ({ damage }) => damage.areaPct],
  ['part_area_pct', 'DOUBLE', ({ damage }) => damage.partAreaPct],
  ['vehicle_area_pct', 'DOUBLE', ({ damage }) => damage.vehicleAreaPct],
  ['x', 'DOUBLE', ({ damage }) => damage.bbox[0]],
  ['y', 'DOUBLE', ({ damage }) => damage.bbox[1]],
  ['width', 'DOUBLE', ({ damage }) => damage.bbox[2]],
  ['height', 'DOUBLE', ({ damage }) => damage.bbox[3]],
]

export const damageRows = (result: Result): DamageRow[] =>
  damagesOf(result).map((damage) => ({ result, damage }))
