import type { Assessment, Damage } from '../contract.ts'
import { inWords, shareOf } from './annotate/words.ts'

/**
 * An assessment for people to read: the founding article's two lines, word for word, then a table.
 *
 * @returns lines without a line feed at the end
 */
export function report(assessment: Assessment): string {
  const { width, height, vehicle, damagedAreaPct, damages, quality } = assessment
  return [
    `Total image area: ${width}x${height} pixels`,
    `damage area: ${damagedAreaPct.toFixed(2)}%`,
    ...(damages.length > 0
      ? ['', ...table(damages)]
      : [vehicle ? 'no damage found' : 'no vehicle in view: no damages are looked for']),
    ...(quality.shouldRetake && quality.advice ? [`photo quality: ${quality.advice}`] : []),
  ].join('\n')
}

const columns: readonly { title: string; right?: true; value: (damage: Damage, i: number) => string }[] = [
  { title: '#', right: true, value: (_, i) => String(i + 1) },
  { title: 'damage', value: ({ type }) => inWords(type) },
  { title: 'part', value: ({ part }) => (part ? inWords(part) : '-') },
  { title: 'severity', value: ({ severity }) => severity },
  { title: 'confidence', right: true, value: ({ confidence }) => `${Math.round(confidence * 100)}%` },
  { title: 'of photo', right: true, value: ({ areaPct }) => shareOf(areaPct) },
  { title: 'of part', right: true, value: ({ partAreaPct }) => optionalShare(partAreaPct) },
  { title: 'of vehicle', right: true, value: ({ vehicleAreaPct }) => optionalShare(vehicleAreaPct) },
  { title: '', value: ({ plausible }) => (plausible === false ? 'unlikely here' : '') },
]

const optionalShare = (share: number | null): string => (share === null ? '-' : shareOf(share))

function table(damages: readonly Damage[]): string[] {
  const cells = columns.map(({ title, value }) => [title, ...damages.map(value)])
  const widths = cells.map((column) => Math.max(...column.map((cell) => cell.length)))
  return [-1, ...damages.keys()].map((row) =>
    cells
      .map((column, i) => {
        const cell = column[row + 1] ?? ''
        return columns[i]?.right ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)
      })
      .join('  ')
      .trimEnd(),
  )
}

const unprintable = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A file name that neither moves the cursor nor breaks the line nor turns the reading direction. */
export const printable = (name: string): string =>
  name.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
