import type { Severity } from '../../inference/contract.ts'
import {
  type ClaimFile,
  currentAssessment,
  findPhoto,
  foundDamages,
  partsOf,
  type ReviewedDamage,
} from './claim-file.ts'
import { measureDamage } from './measure-damage.ts'
import type { DamageChange, DrawnDamage } from './records.ts'
import { standingEvents } from './standing-events.ts'

/** The damages of a claim with the audit trail applied to them in order; what the model said is kept in `original`. */
export function applyReviews(file: ClaimFile): ReviewedDamage[] {
  const damages = new Map<string, ReviewedDamage>()
  for (const { photo } of file.photos) {
    const current = currentAssessment(file, photo.id)
    for (const damage of current ? foundDamages(current) : []) damages.set(damage.id, damage)
  }
  for (const { action } of standingEvents(file.events)) {
    if (action.kind === 'DAMAGE_ADDED') {
      const added = drawn(file, action.damageId, action.photoId, action.damage)
      if (added) damages.set(added.id, added)
    }
    // A photo assessed anew has other damages; what was said of the former ones stays in the trail alone.
    const damage = 'damageId' in action ? damages.get(action.damageId) : undefined
    if (!damage) continue
    if (action.kind === 'DAMAGE_CONFIRMED') damages.set(damage.id, { ...damage, state: confirmed(damage) })
    if (action.kind === 'DAMAGE_REJECTED') damages.set(damage.id, { ...damage, state: 'REJECTED' })
    if (action.kind === 'DAMAGE_CORRECTED') damages.set(damage.id, corrected(file, damage, action.change))
  }
  return [...damages.values()]
}

/** A correction that is confirmed remains one, unless it had been rejected in between. */
const confirmed = ({ state, original, assessmentId }: ReviewedDamage) =>
  state === 'ADDED' || assessmentId === null ? 'ADDED' : original ? 'CORRECTED' : 'CONFIRMED'

function corrected(file: ClaimFile, damage: ReviewedDamage, change: DamageChange): ReviewedDamage {
  const { type = damage.type, severity = damage.severity, polygons = damage.polygons } = change
  const part = change.part === undefined ? damage.part : change.part
  const added = drawn(file, damage.id, damage.photoId, { type, part, severity, polygons })
  if (!added) return damage
  const { id, claimId, photoId, photoSize, assessmentId, state, original, ...said } = damage
  return {
    ...added,
    assessmentId,
    confidence: damage.confidence,
    state: assessmentId === null ? 'ADDED' : 'CORRECTED',
    original: assessmentId === null ? null : (original ?? said),
  }
}

function drawn(file: ClaimFile, id: string, photoId: string, damage: DrawnDamage): ReviewedDamage | null {
  const found = findPhoto(file, photoId)
  if (!found) return null
  const measured = measureDamage(damage.polygons, damage.part, found.photo, partsOf(file, photoId))
  return {
    id,
    claimId: file.head.id,
    photoId,
    photoSize: { width: found.photo.width, height: found.photo.height },
    assessmentId: null,
    state: 'ADDED',
    original: null,
    type: damage.type,
    part: damage.part,
    severity: damage.severity satisfies Severity,
    // A person has looked.
    confidence: 1,
    partConfidence: damage.part === null ? null : 1,
    plausible: null,
    ...measured,
  }
}
