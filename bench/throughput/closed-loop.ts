import { assessPhoto } from '../campaign/ask.ts'
import { type ProcessFigures, processesOf } from '../campaign/processes.ts'
import type { RunningSystem } from '../campaign/running-system.ts'
import type { Stage } from './attribute.ts'

export interface LoopResult {
  concurrency: number
  photosPerSecond: number
  /** As their client saw them. */
  requests: Stage[]
  /** Most memory of each process meanwhile, in bytes, by its name. */
  memory: Map<string, number>
}

/** So many clients, each asking for the next photo as soon as it has its answer. */
export async function closedLoop(
  { url, pid }: RunningSystem,
  nextPhoto: () => Uint8Array<ArrayBuffer>,
  concurrency: number,
  seconds: number,
): Promise<LoopResult> {
  const memory = new Map<string, number>()
  const measure = async () => {
    for (const { name, rss } of merged(await processesOf(pid))) {
      memory.set(name, Math.max(memory.get(name) ?? 0, rss))
    }
  }
  await measure()
  const measuring = setInterval(() => void measure(), 1000)
  const began = performance.now()
  const requests: Stage[] = []
  const client = async () => {
    while (performance.now() - began < seconds * 1000) {
      const photo = nextPhoto()
      const start = performance.now()
      const answer = await assessPhoto(url, photo, { wait: 55 })
      if (answer.kind !== 'taken')
        throw new Error(`Expected an assessment but received ${JSON.stringify(answer)}`)
      const ms = performance.now() - start
      requests.push({ stage: 'request', began: performance.timeOrigin + start, ms })
    }
  }
  await Promise.all(Array.from({ length: concurrency }, client))
  const took = (performance.now() - began) / 1000
  clearInterval(measuring)
  await measure()
  return { concurrency, photosPerSecond: requests.length / took, requests, memory }
}

/** What is neither the server nor the model (npm, shells, the loader's helpers) together. */
function merged(processes: readonly ProcessFigures[]): { name: string; rss: number }[] {
  const rest = processes.filter(({ name }) => name !== 'server' && name !== 'model')
  const known = processes.filter(({ name }) => name === 'server' || name === 'model')
  return [...known, { name: 'other', rss: rest.reduce((sum, { rss }) => sum + rss, 0) }]
}
