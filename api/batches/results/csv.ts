import { type Cell, summaryColumns } from './columns.ts'
import type { Result } from './result-lines.ts'

export const csvHeader = line(summaryColumns.map(([name]) => name))

/** One line by RFC 4180; damages are those that stand after reviews, areas the model's. */
export const csvLine = (result: Result): string => line(summaryColumns.map(([, , tell]) => tell(result)))

function line(values: Cell[]): string {
  return `${values.map(cell).join(',')}\r\n`
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  // Names come from strangers: spreadsheets would run what begins like a formula.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
