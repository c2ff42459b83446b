import type { Texts } from '../texts/en.ts'
import type { Format } from '../texts/format.ts'
import { partName, typeName } from '../texts/naming.ts'
import type { ViewerDamage } from './types.ts'

/** All that a row of the list says about a damage, in one sentence to be read aloud. */
export function describeDamage(damage: Omit<ViewerDamage, 'polygons'>, texts: Texts, format: Format): string {
  const { names, viewer } = texts
  const sentence = viewer.damage({
    type: typeName(texts, damage.type),
    part: partName(texts, damage.part),
    severity: names.severities[damage.severity],
    confidence: format.confidence(damage.confidence),
    state: names.states[damage.review],
  })
  return damage.plausible === false ? `${sentence}, ${viewer.implausible}` : sentence
}
