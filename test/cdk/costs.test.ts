import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instancesNeeded, p95Seconds } from '../../cdk/capacity/instances-needed.ts'
import { arrivals } from '../../cdk/capacity/random.ts'
import { MEASURED_CPU_SECONDS, scenario, simulateScenario } from '../../cdk/capacity/scenario.ts'
import { capacityChart, capacityTable, withCapacity } from '../../cdk/capacity/write-capacity.ts'
import { type Deployment, instanceHours, monthlyCost, total } from '../../cdk/costs/cost-model.ts'
import { costTables, modes, readPrices, volumes, withTables } from '../../cdk/costs/write-costs.ts'
import { endpointOf } from '../../cdk/settings/endpoint.ts'
import { readSettings } from '../../cdk/settings/read-settings.ts'

const docs = join(import.meta.dirname, '../../docs')
const text = readFileSync(join(docs, 'costs.md'), 'utf8')
const prices = readPrices()
const deploymentOf = (mode: Deployment['mode']): Deployment => {
  const { instanceType, minInstances, photosPerMinute } = endpointOf(readSettings({ inference: mode }))
  return { mode, instanceType, minInstances, photosPerMinute }
}

describe('docs/costs.md', () => {
  it('says what its scripts compute', () => {
    expect(withTables(text, costTables(prices))).toBe(text)
    expect(withCapacity(text, capacityTable(MEASURED_CPU_SECONDS))).toBe(text)
    expect(capacityChart()).toBe(readFileSync(join(docs, 'capacity.svg'), 'utf8'))
  })

  it('computes with the time that docs/performance.md has measured', () => {
    const performance = readFileSync(join(docs, 'performance.md'), 'utf8')
    expect(performance).toMatch(new RegExp(`median ${Math.round(MEASURED_CPU_SECONDS * 1000)} ms`))
  })
})

describe('the cost model', () => {
  it.each(modes)('has a price for everything that %s uses', (mode) => {
    for (const volume of volumes) {
      for (const { usd } of monthlyCost(deploymentOf(mode), volume, prices))
        expect(usd).toBeGreaterThanOrEqual(0)
    }
  })

  it('costs more for more, whatever the setting', () => {
    const amounts = fc.integer({ min: 0, max: 3_000_000 })
    fc.assert(
      fc.property(fc.constantFrom(...modes), amounts, amounts, (mode, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)]
        expect(total(monthlyCost(deploymentOf(mode), less, prices))).toBeLessThanOrEqual(
          total(monthlyCost(deploymentOf(mode), more, prices)) + 1e-9,
        )
      }),
    )
  })

  it('pays for idle instances in real time, and for none that sleep', () => {
    expect(instanceHours(deploymentOf('realtime'), 0)).toBe(730)
    expect(instanceHours(deploymentOf('async'), 0)).toBe(0)
    expect(instanceHours(deploymentOf('async'), 100)).toBeLessThan(50)
    // With photos all the time it sleeps no more.
    expect(instanceHours(deploymentOf('async'), 3_000_000)).toBeGreaterThanOrEqual(730 - 1)
  })
})

describe('the capacity model', () => {
  it('agrees with the textbook for one instance: M/D/1 waits ρ/2(1−ρ) of a photo’s time on average', () => {
    const [rate, seconds] = [0.7, 1]
    let free = 0
    const waits = arrivals(() => rate, 200_000 / rate, 3).map((moment) => {
      const start = Math.max(moment, free)
      free = start + seconds
      return start - moment
    })
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length
    expect(mean).toBeGreaterThan((0.7 / 0.6) * 0.95)
    expect(mean).toBeLessThan((0.7 / 0.6) * 1.05)
  })

  it('needs more instances for more photos and for less patience, and none help where a photo alone takes longer', () => {
    expect(instancesNeeded(1, 0.3, 0.544)).toBeNull()
    expect(instancesNeeded(5, 1, 0.544)!).toBeGreaterThanOrEqual(instancesNeeded(5, 5, 0.544)!)
    expect(instancesNeeded(10, 2, 0.544)!).toBeGreaterThan(instancesNeeded(1, 2, 0.544)!)
    expect(p95Seconds(1, 1, 0.544)).toBeGreaterThan(p95Seconds(1, 2, 0.544))
  })

  it('answers every photo of a burst, late but once', () => {
    const came = arrivals(
      (second) => (second >= scenario.from && second < scenario.to ? scenario.burst : scenario.calm),
      scenario.seconds,
      7,
    )
    const { realtime, asynchronous } = simulateScenario()
    for (const { delays, minutes } of [realtime, asynchronous]) {
      expect(delays).toHaveLength(came.length)
      expect(Math.min(...delays)).toBeCloseTo(MEASURED_CPU_SECONDS, 6)
      expect(Math.max(...minutes.map(({ instances }) => instances))).toBeLessThanOrEqual(4)
      expect(minutes.at(-1)!.waiting).toBe(0)
    }
    expect(realtime.minutes.every(({ instances }) => instances >= 1)).toBe(true)
    expect(asynchronous.minutes.some(({ instances }) => instances === 0)).toBe(true)
    expect(asynchronous.instanceHours).toBeLessThan(realtime.instanceHours)
  })
})
