import { median } from '../statistics.ts'

/** Wall and processor time, of all threads, in milliseconds. */
export interface Spent {
  ms: number
  cpuMs: number
}

/** What this process spends on the work. */
export async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const before = process.cpuUsage()
  const start = performance.now()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000 }
}

/** The medians of either time. */
export const medianSpent = (rounds: readonly Spent[]): Spent => ({
  ms: median(rounds.map(({ ms }) => ms)),
  cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
})
