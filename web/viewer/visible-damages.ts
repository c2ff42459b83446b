import type { ViewerDamage } from './types.ts'

/** Of other types, or less certain, are left out; what a person drew is certain. */
export function visibleDamages<Damage extends Pick<ViewerDamage, 'type' | 'confidence' | 'review'>>(
  damages: readonly Damage[],
  {
    visibleTypes,
    minConfidence = 0,
  }: { visibleTypes?: ReadonlySet<string> | undefined; minConfidence?: number | undefined },
): Damage[] {
  return damages.filter(
    ({ type, confidence, review }) =>
      (!visibleTypes || visibleTypes.has(type)) && (review === 'ADDED' || confidence >= minConfidence),
  )
}
