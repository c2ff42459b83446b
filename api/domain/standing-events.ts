import type { AuditEvent } from './records.ts'

const judgements: readonly string[] = ['DAMAGE_CONFIRMED', 'DAMAGE_REJECTED', 'DAMAGE_CORRECTED']

/**
 * The events that count: without those that were taken back, each by the next withdrawal on the same damage,
 * the last first. The trail itself keeps them all.
 */
export function standingEvents(events: readonly AuditEvent[]): AuditEvent[] {
  if (!events.some(({ action }) => action.kind === 'REVIEW_WITHDRAWN')) return [...events]
  const said = new Map<string, AuditEvent[]>()
  const gone = new Set<AuditEvent>()
  for (const event of events) {
    const { action } = event
    if (!('damageId' in action)) continue
    const judged = said.get(action.damageId) ?? []
    said.set(action.damageId, judged)
    if (judgements.includes(action.kind)) judged.push(event)
    if (action.kind !== 'REVIEW_WITHDRAWN') continue
    gone.add(event)
    const last = judged.pop()
    if (last) gone.add(last)
  }
  return events.filter((event) => !gone.has(event))
}

/** Whether somebody judged the damage and nobody has taken that back. */
export const isJudged = (events: readonly AuditEvent[], damageId: string): boolean =>
  standingEvents(events).some(
    ({ action }) => judgements.includes(action.kind) && 'damageId' in action && action.damageId === damageId,
  )
