/**
 * Computes the tables of docs/costs.md from prices.json and usage.ts, and writes them between their markers:
 *
 *     npx tsx cdk/costs/write-costs.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endpointOf } from '../settings/endpoint.ts'
import { readSettings } from '../settings/read-settings.ts'
import { type Mode, monthlyCost, type Prices, total } from './cost-model.ts'

export const volumes = [0, 100, 10_000, 1_000_000] as const
export const modes: readonly Mode[] = ['realtime', 'async', 'cpu']
const file = join(import.meta.dirname, '../../docs/costs.md')

const dollars = (usd: number) => usd.toLocaleString('en-US', { maximumFractionDigits: 0 })
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** The tables, as Markdown. */
export function costTables(prices: Prices): string {
  const deployments = modes.map((mode) => {
    const { instanceType, minInstances, photosPerMinute } = endpointOf(readSettings({ inference: mode }))
    return { mode, instanceType, minInstances, photosPerMinute }
  })
  const summary = deployments.map((deployment) => {
    const bills = volumes.map((n) => total(monthlyCost(deployment, n, prices)))
    const each = ((bills.at(-1) ?? 0) / (volumes.at(-1) ?? 1)).toFixed(4)
    return row([`\`${deployment.mode}\` on ${deployment.instanceType}`, ...bills.map(dollars), each])
  })
  const lines = deployments.flatMap((deployment) => {
    const bills = volumes.map((n) => monthlyCost(deployment, n, prices))
    return (bills[0] ?? []).map(({ what }, i) =>
      row([`\`${deployment.mode}\``, what, ...bills.map((bill) => dollars(bill[i]?.usd ?? 0))]),
    )
  })
  const heads = volumes.map((n) => (n === 0 ? 'idle' : n.toLocaleString('en-US')))
  return [
    `Prices of ${prices.date}, ${prices.region}, US dollars a month. Assessments a month:`,
    '',
    row(['setting', ...heads, 'each, at a million']),
    row(['---', ...heads.map(() => '---:'), '---:']),
    ...summary,
    '',
    'Where it goes:',
    '',
    row(['setting', 'what', ...heads]),
    row(['---', '---', ...heads.map(() => '---:')]),
    ...lines,
  ].join('\n')
}

export const readPrices = (): Prices =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'prices.json'), 'utf8'))

/** The document with its tables computed anew. */
export function withTables(text: string, tables: string): string {
  const parts = /^([\s\S]*<!-- costs -->\n)[\s\S]*(\n<!-- \/costs -->[\s\S]*)$/.exec(text)
  if (!parts)
    throw new Error('Expected <!-- costs --> and <!-- /costs --> in docs/costs.md but received neither')
  return `${parts[1]}\n${tables}\n${parts[2]}`
}

const [, script] = process.argv
if (script && import.meta.filename === script) {
  writeFileSync(file, withTables(readFileSync(file, 'utf8'), costTables(readPrices())))
}
