import { damagesOf, type Result } from './result-lines.ts'

const severities = ['minor', 'moderate', 'severe'] as const

/** The columns of the summary, each with how it is told. */
const columns: [string, (result: Result) => string | number | boolean | null | undefined][] = [
  ['index', ({ entry }) => entry.index],
  ['photo', ({ entry }) => entry.name],
  ['state', ({ entry }) => entry.state],
  ['reason', ({ entry }) => entry.failure?.code],
  ['message', ({ entry }) => entry.failure?.message],
  ['claim_id', ({ entry }) => entry.claimId],
  ['assessment_id', ({ entry }) => entry.assessmentId],
  ['photo_id', ({ entry }) => entry.photoId],
  ['assessment_status', ({ assessment }) => assessment?.status],
  ['review_reasons', ({ assessment }) => assessment?.reviewReasons.join(' ')],
  ['vehicle', ({ assessment }) => assessment?.answer?.vehicle],
  ['damaged', ({ assessment }) => assessment?.answer?.damaged],
  ['damaged_area_pct', ({ assessment }) => assessment?.answer?.damagedAreaPct],
  ['damages', (result) => (result.assessment?.answer ? damagesOf(result).length : null)],
  ['damage_types', (result) => distinct(damagesOf(result).map(({ type }) => type))],
  ['damaged_parts', (result) => distinct(damagesOf(result).flatMap(({ part }) => part ?? []))],
  [
    'worst_severity',
    (result) => {
      const ranks = damagesOf(result).map(({ severity }) => severities.indexOf(severity))
      return ranks.length > 0 ? severities[Math.max(...ranks)] : null
    },
  ],
  ['width', ({ photo }) => photo?.width],
  ['height', ({ photo }) => photo?.height],
  ['taken_at', ({ photo }) => photo?.takenAt],
  [
    'model',
    ({ assessment }) =>
      assessment?.answer && `${assessment.answer.model.name} ${assessment.answer.model.version}`,
  ],
]

const distinct = (names: string[]): string => [...new Set(names)].sort().join(' ')

export const csvHeader = line(columns.map(([name]) => name))

/** One line by RFC 4180; damages are those that stand after reviews, areas the model's. */
export const csvLine = (result: Result): string => line(columns.map(([, tell]) => tell(result)))

function line(values: (string | number | boolean | null | undefined)[]): string {
  return `${values.map(cell).join(',')}\r\n`
}

function cell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  // Names come from strangers: spreadsheets would run what begins like a formula.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
