import type { Drawable } from '../../inference/cli/annotate/drawable.ts'
import type { Damage } from '../../inference/contract.ts'
import { unionArea } from '../../inference/geometry/covered-area.ts'
import { createShape } from '../../inference/geometry/shape.ts'
import { type ClaimFile, currentAssessment, findPhoto, openDamages } from './claim-file.ts'
import type { AssessmentRecord } from './records.ts'

/**
 * What is drawn over a photo of a claim: the damages that hold after all reviews. It names neither the
 * claim nor anybody.
 *
 * @returns null while nobody has said anything of the photo
 */
export function overlayOf(file: ClaimFile, photoId: string): Drawable | null {
  const photo = findPhoto(file, photoId)?.photo
  const answer = currentAssessment(file, photoId)?.answer
  const damages = openDamages(file).filter((damage) => damage.photoId === photoId)
  if (!photo || (!answer && damages.length === 0)) return null
  const { width, height } = photo
  // Nobody has changed what the model said, whose own figures count then.
  const unchanged =
    answer &&
    answer.damages.length === damages.length &&
    damages.every(({ original, assessmentId }) => !original && assessmentId)
  const covered = unionArea(damages.map(({ polygons }) => createShape(polygons)))
  return {
    width,
    height,
    vehicle: answer?.vehicle || damages.length > 0,
    damaged: unchanged ? answer.damaged : damages.length > 0,
    damagedAreaPct: unchanged ? answer.damagedAreaPct : Math.min(100, (100 * covered) / (width * height)),
    damages: damages.map(asSaid),
  }
}

/** What the model said, whatever people say of it. Null where it saw no vehicle, or has not answered. */
export function overlayOfAnswer({ answer }: Pick<AssessmentRecord, 'answer'>): Drawable | null {
  if (!answer?.vehicle) return null
  const { width, height, vehicle, damaged, damagedAreaPct, damages } = answer
  return { width, height, vehicle, damaged, damagedAreaPct, damages }
}

/** A damage without the ids of whose it is. */
const asSaid = (damage: Damage): Damage => {
  const { type, confidence, part, partConfidence, plausible, severity, bbox, polygon, polygons } = damage
  const { areaPct, partAreaPct, vehicleAreaPct } = damage
  const areas = { areaPct, partAreaPct, vehicleAreaPct }
  return { type, confidence, part, partConfidence, plausible, severity, bbox, polygon, polygons, ...areas }
}
