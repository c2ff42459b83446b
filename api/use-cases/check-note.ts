import { invalid } from '../errors.ts'

/** Of what a person writes to explain themselves; the trail keeps every note with its claim. */
const MAX_NOTE = 10_000

/**
 * A note for the trail, null where there is none.
 *
 * @throws ValidationFailed for one that is too long
 */
export function checkNote(note: string | null | undefined): string | null {
  const characters = note?.length ?? 0
  if (characters > MAX_NOTE) throw invalid('note', `at most ${MAX_NOTE} characters`, characters)
  return note ?? null
}
