import type { Label } from './label-form.tsx'
import type { Review } from './review-types.ts'

/**
 * A correction of what differs. Where nothing does, a note still counts: it goes with the word that the
 * damage has, or is given, as it stands. Null when there is neither.
 */
export function labelChanges(before: Omit<Label, 'note'> & { state: string }, after: Label): Review | null {
  const changes = {
    ...(after.type !== before.type && { type: after.type }),
    ...(after.part !== before.part && { part: after.part }),
    ...(after.severity !== before.severity && { severity: after.severity }),
  }
  const note = after.note ? { note: after.note } : null
  if (Object.keys(changes).length > 0) return { verdict: 'CORRECT', ...changes, ...note }
  return note && { verdict: before.state === 'REJECTED' ? 'REJECT' : 'CONFIRM', ...note }
}
