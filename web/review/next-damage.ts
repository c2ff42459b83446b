interface Reviewable {
  id: string
  state: string
}

/** The one after `id` in the list that nobody has judged, going around once; null when all are. */
export function nextUnreviewed(damages: readonly Reviewable[], id: string | null): string | null {
  const at = damages.findIndex((damage) => damage.id === id)
  const ahead = [...damages.slice(at + 1), ...damages.slice(0, at + 1)]
  return ahead.find((damage) => damage.state === 'UNREVIEWED' && damage.id !== id)?.id ?? null
}

/** One step forwards or backwards through the list, around its ends. */
export function stepThrough(damages: readonly Reviewable[], id: string | null, by: 1 | -1): string | null {
  if (damages.length === 0) return null
  const at = damages.findIndex((damage) => damage.id === id)
  const next = at < 0 ? (by > 0 ? 0 : damages.length - 1) : (at + by + damages.length) % damages.length
  return damages[next]?.id ?? null
}
