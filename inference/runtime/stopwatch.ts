import { inStage } from '../../edge/stage.ts'

/** Measures stages of work in milliseconds, each by its name. */
export function createStopwatch(now: () => number = () => performance.now()) {
  const started = now()
  const stages: Record<string, number> = {}
  const since = (start: number) => Math.round((now() - start) * 10) / 10
  return {
    async time<T>(stage: string, work: () => T | Promise<T>): Promise<T> {
      const start = now()
      const result = await inStage(`model: ${stage}`, async () => work())
      stages[stage] = since(start)
      return result
    },
    /** Every stage so far, and `total` since the start. */
    read: () => ({ ...stages, total: since(started) }),
  }
}
