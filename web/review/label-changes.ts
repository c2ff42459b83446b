import type { Label } from './label-form.tsx'
import type { Review } from './review-types.ts'

/** A correction of what differs; null when nothing does. */
export function labelChanges(before: Omit<Label, 'note'>, after: Label): Review | null {
  const changes = {
    ...(after.type !== before.type && { type: after.type }),
    ...(after.part !== before.part && { part: after.part }),
    ...(after.severity !== before.severity && { severity: after.severity }),
  }
  if (Object.keys(changes).length === 0) return null
  return { verdict: 'CORRECT', ...changes, ...(after.note && { note: after.note }) }
}
