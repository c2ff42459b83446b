import type { Assessment, Damage, Part } from '../contract.ts'
import { decodeInstances, type Region } from '../decode/decode-instances.ts'
import { byRank } from '../decode/nms.ts'
import { unionArea } from '../geometry/covered-area.ts'
import type { Shape } from '../geometry/shape.ts'
import type { Ring } from '../geometry/types.ts'
import type { Instance } from '../instance.ts'
import { DAMAGE_DUPLICATES, PART_DUPLICATES, withoutDuplicates } from './duplicates.ts'
import { mainVehicle } from './main-vehicle.ts'
import { type Attribution, attributePart, nestParts } from './part-attribution.ts'
import { plausibility } from './plausibility.ts'
import { percentOf, thousandths, toBbox } from './rounding.ts'
import { type AssessSettings, DEFAULT_THRESHOLD, DEFAULT_VEHICLE } from './settings.ts'
import { severity } from './severity.ts'
import { type DamageEvidence, offVehicle, vehicleFrame, vehicleInView } from './verdict.ts'

/** What the models found in one photo, in pixels of the upright photo. */
export interface Findings {
  width: number
  height: number
  damages: readonly Instance[]
  parts: readonly Instance[]
  /** Probability that a vehicle is in view; null where the model does not say. @default null */
  vehicle?: number | null
}

export type Verdict = Pick<Assessment, 'vehicle' | 'damaged' | 'damagedAreaPct' | 'damages' | 'parts'>

/**
 * The answer to a photo, from the instances that the models found in it.
 *
 * Damages and parts come best first. Nothing above its threshold is left out but repetitions, what is faint beside
 * the surest damage, the parts of other vehicles, and every damage of a photo without a vehicle. What can hardly be
 * (a broken lamp on a door, a dent off the vehicle) stays with its confidence and is marked `plausible: false`.
 */
export function assessInstances(findings: Findings, settings: AssessSettings): Verdict {
  const { width, height } = findings
  const photoArea = width * height
  const vehicleSettings = { ...DEFAULT_VEHICLE, ...settings.vehicle }
  const parts = mainVehicle(reportedParts(findings, settings))
  const nesting = nestParts(parts)
  const frame = vehicleFrame(parts, photoArea, vehicleSettings)
  const found = reportedDamages(findings, settings).map((region): Located => {
    const attribution = attributePart(region, nesting)
    const off = offVehicle(region, frame)
    const plausible = off ? false : plausibility(region.label, attribution?.part.label ?? null)
    return { region, attribution, off, plausible }
  })
  // A flat picture (a lens cap, a wall) excites no feature, and so the model's probability says nothing of it.
  const somethingSeen = findings.parts.length + findings.damages.length > 0
  const evidence = {
    probability: somethingSeen ? (findings.vehicle ?? null) : null,
    parts: parts.map(toScore),
    damages: found.map(toEvidence),
  }
  if (!vehicleInView(evidence, vehicleSettings)) return NO_VEHICLE

  const onVehicle = found.filter(({ off }) => !off)
  const onParts = [...parts.map(({ shape }) => shape), ...onVehicle.map(toShape)]
  const wholes = { photo: photoArea, vehicle: parts.length > 0 ? unionArea(onParts) : null }
  return {
    vehicle: true,
    damaged: onVehicle.length > 0,
    damagedAreaPct: percentOf(unionArea(found.map(toShape)), photoArea),
    damages: found.map((located) => toDamage(located, wholes)),
    parts: parts.map((region) => toPart(region, photoArea)),
  }
}

/** A damage, and where on the vehicle it is. */
interface Located {
  region: Region
  attribution: Attribution | null
  /** Whether it lies off the vehicle altogether. */
  off: boolean
  plausible: boolean | null
}

const toShape = ({ region }: Located): Shape => region.shape
const toScore = ({ score }: Region): number => score
const toEvidence = ({ region, attribution, plausible }: Located): DamageEvidence => ({
  type: region.label,
  score: region.score,
  onPart: attribution !== null,
  plausible,
})

const NO_VEHICLE: Verdict = { vehicle: false, damaged: false, damagedAreaPct: 0, damages: [], parts: [] }

function reportedParts({ parts, ...photo }: Findings, { partThreshold }: AssessSettings): Region[] {
  const reported = parts.filter(({ score }) => score >= partThreshold).sort(byRank)
  return withoutDuplicates(decodeInstances(reported, photo), PART_DUPLICATES)
}

function reportedDamages({ damages, ...photo }: Findings, settings: AssessSettings): Region[] {
  const { minConfidence, thresholds, relativeThreshold = 0 } = settings
  const threshold = (label: string) => minConfidence ?? thresholds[label] ?? DEFAULT_THRESHOLD
  const sure = damages.filter(({ label, score }) => score >= threshold(label)).sort(byRank)
  const least = minConfidence === undefined ? relativeThreshold * (sure[0]?.score ?? 0) : 0
  const reported = sure.filter(({ score }) => score >= least)
  return withoutDuplicates(decodeInstances(reported, photo), DAMAGE_DUPLICATES)
}

/** @param wholes areas in square pixels; of the vehicle null where no parts were found */
function toDamage(
  { region: { label, score, shape }, attribution, off, plausible }: Located,
  wholes: { photo: number; vehicle: number | null },
): Damage {
  const part = attribution?.part ?? null
  const areaShare = (area: number) => (100 * area) / wholes.photo
  return {
    type: label,
    confidence: thousandths(score),
    part: part?.label ?? null,
    partConfidence: attribution && thousandths(attribution.part.score * attribution.cover),
    plausible,
    severity: severity({
      type: label,
      areaPct: areaShare(shape.area),
      part: part && { name: part.label, areaPct: areaShare(part.shape.area) },
    }),
    bbox: toBbox(shape.box),
    ...outlines(shape.rings),
    areaPct: percentOf(shape.area, wholes.photo),
    partAreaPct: attribution && percentOf(attribution.shared, attribution.part.shape.area),
    vehicleAreaPct: wholes.vehicle === null ? null : off ? 0 : percentOf(shape.area, wholes.vehicle),
  }
}

function toPart({ label, score, shape }: Region, photoArea: number): Part {
  return {
    name: label,
    confidence: thousandths(score),
    bbox: toBbox(shape.box),
    ...outlines(shape.rings),
    areaPct: percentOf(shape.area, photoArea),
  }
}

/** Regions have an area, and so at least one ring. */
const outlines = (rings: Ring[]): Pick<Damage, 'polygon' | 'polygons'> => ({
  polygon: rings[0] as Ring,
  polygons: rings,
})
