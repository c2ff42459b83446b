/**
 * Computes the capacity table of docs/costs.md, and draws docs/capacity.svg:
 *
 *     npx tsx cdk/capacity/write-capacity.ts [seconds a photo takes, to print the table for another instance]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawBursts } from './draw-burst.ts'
import { instancesNeeded } from './instances-needed.ts'
import { quantile } from './random.ts'
import { MEASURED_CPU_SECONDS, simulateScenario } from './scenario.ts'
import type { Burst } from './simulate-burst.ts'

const docs = join(import.meta.dirname, '../../docs')
const targets = [1, 2, 5] as const
const rates = [0.2, 0.5, 1, 2, 5, 10] as const

/** Instances by photos a second and by how soon nineteen of twenty are to be answered. */
export function capacityTable(secondsPerPhoto: number): string {
  return [
    `Instances that answer nineteen of twenty photos within the time, at ${secondsPerPhoto} s a photo:`,
    '',
    `| photos a second | a month, at that rate in busy hours | ${targets.map((target) => `${target} s`).join(' | ')} |`,
    `| ---: | ---: | ${targets.map(() => '---:').join(' | ')} |`,
    ...rates.map((rate) => {
      const cells = targets.map((target) => instancesNeeded(rate, target, secondsPerPhoto) ?? 'none')
      return `| ${rate} | ${(rate * 3600 * 220).toLocaleString('en-US')} | ${cells.join(' | ')} |`
    }),
  ].join('\n')
}

const time = (seconds: number) =>
  seconds < 120 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(0)} min`

/** What became of the burst's photos, in two lines of words. */
export const notesOf = ({ delays, handedOver, instanceHours }: Burst): string[] => [
  `half within ${time(quantile(delays, 0.5))}, 19 of 20 within ${time(quantile(delays, 0.95))}`,
  `${handedOver ? `${handedOver.toLocaleString('en-US')} through the work queue, ` : ''}${instanceHours.toFixed(1)} instance hours`,
]

export function capacityChart(): string {
  const { realtime, asynchronous } = simulateScenario()
  return drawBursts([
    { title: 'Real time, one instance or more', notes: notesOf(realtime), burst: realtime },
    { title: 'Asynchronous, from no instance', notes: notesOf(asynchronous), burst: asynchronous },
  ])
}

export function withCapacity(text: string, table: string): string {
  const parts = /^([\s\S]*<!-- capacity -->\n)[\s\S]*(\n<!-- \/capacity -->[\s\S]*)$/.exec(text)
  if (!parts) throw new Error('Expected <!-- capacity --> in docs/costs.md but received none')
  return `${parts[1]}\n${table}\n${parts[2]}`
}

const [, script, seconds] = process.argv
if (script && import.meta.filename === script) {
  if (seconds) {
    console.log(capacityTable(Number(seconds)))
  } else {
    const file = join(docs, 'costs.md')
    writeFileSync(file, withCapacity(readFileSync(file, 'utf8'), capacityTable(MEASURED_CPU_SECONDS)))
    writeFileSync(join(docs, 'capacity.svg'), capacityChart())
  }
}
