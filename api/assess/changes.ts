import type { AssessmentRecord } from '../domain/records.ts'

/** Tells those who wait in this process that an assessment has changed. */
export interface Changes {
  publish(assessment: AssessmentRecord): void
  /** The assessment after its next change; null when the time is up. */
  next(assessmentId: string, milliseconds: number, signal?: AbortSignal): Promise<AssessmentRecord | null>
}

export function createChanges(): Changes {
  const waiting = new Map<string, Set<(assessment: AssessmentRecord) => void>>()
  return {
    publish(assessment) {
      for (const wake of waiting.get(assessment.id) ?? []) wake(assessment)
    },
    next(id, milliseconds, signal) {
      return new Promise((resolve) => {
        const sleepers = waiting.get(id) ?? new Set()
        waiting.set(id, sleepers)
        const wake = (assessment: AssessmentRecord | null) => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', giveUp)
          sleepers.delete(wake)
          if (sleepers.size === 0 && waiting.get(id) === sleepers) waiting.delete(id)
          resolve(assessment)
        }
        const giveUp = () => wake(null)
        const timer = setTimeout(giveUp, milliseconds)
        sleepers.add(wake)
        signal?.addEventListener('abort', giveUp, { once: true })
        if (signal?.aborted) giveUp()
      })
    },
  }
}
