import type { Item } from '../store/table.ts'
import { type EndedBatch, endedBatch } from './ended-batch.ts'
import { type FinishedAssessment, finishedAssessment } from './finished-assessment.ts'

/** What EventBridge calls an event, and rules match on; and what webhooks call it. */
export const eventTypes = {
  'Assessment finished': 'assessment.finished',
  'Batch ended': 'batch.ended',
} as const

export type EventType = keyof typeof eventTypes

/** What others are told of. */
export type ToldEvent =
  | { type: 'Assessment finished'; about: string; at: string; detail: FinishedAssessment }
  | { type: 'Batch ended'; about: string; at: string; detail: EndedBatch }

/** What a written item tells others; null for most. */
export function toldEvent(item: Pick<Item, 'pk' | 'sk' | 'data'>): ToldEvent | null {
  const finished = finishedAssessment(item)
  if (finished)
    return { type: 'Assessment finished', about: finished.claimId, at: finished.finishedAt, detail: finished }
  const ended = endedBatch(item)
  return ended && { type: 'Batch ended', about: ended.batchId, at: ended.endedAt, detail: ended }
}
