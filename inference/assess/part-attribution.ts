import type { Region } from '../decode/decode-instances.ts'
import { boxesOverlap } from '../geometry/box.ts'
import { intersectionArea } from '../geometry/covered-area.ts'
import { plausibility } from './plausibility.ts'

export interface Attribution {
  part: Region
  /** Share of the damage that lies on the part and not on another part within it, 0 to 1. */
  cover: number
  /** Area of the damage within the part's outline, in square pixels. */
  shared: number
}

/** A part that covers less of a damage than this is a guess. */
const LEAST_COVER = 0.25

/** A part counts as within another when this share of it lies there, and it is no more than this share of its size. */
const WITHIN = 0.7
const INNER_SIZE = 0.7

/** For each part, the parts within it: lamps in bumpers, mirrors in doors, glass in tailgates. */
export type Nesting = ReadonlyMap<Region, readonly Region[]>

export function nestParts(parts: readonly Region[]): Nesting {
  return new Map(
    parts.map((outer) => [outer, parts.filter((inner) => inner !== outer && isWithin(inner, outer))]),
  )
}

function isWithin(inner: Region, outer: Region): boolean {
  if (inner.shape.area > INNER_SIZE * outer.shape.area) return false
  return intersectionArea(inner.shape, outer.shape) >= WITHIN * inner.shape.area
}

/**
 * The part a damage is on: the one that covers most of it. What lies on a part within another counts for the
 * inner one alone, so that a broken lamp is on the lamp and not on the bumper around it. A part on which the
 * type can be comes before one on which it cannot.
 *
 * @returns null where no part covers a quarter of the damage
 */
export function attributePart(damage: Region, parts: Nesting): Attribution | null {
  const shared = new Map<Region, number>()
  for (const part of parts.keys()) {
    if (!boxesOverlap(damage.shape.box, part.shape.box)) continue
    const area = intersectionArea(damage.shape, part.shape)
    if (area > 0) shared.set(part, area)
  }
  const candidates = [...shared].map(([part, area]): Attribution => {
    const inner = (parts.get(part) ?? []).reduce((sum, one) => sum + (shared.get(one) ?? 0), 0)
    return { part, shared: area, cover: Math.max(0, area - inner) / damage.shape.area }
  })
  const covering = candidates.filter(({ cover }) => cover >= LEAST_COVER)
  covering.sort((a, b) => misfit(damage, a) - misfit(damage, b) || b.cover - a.cover)
  return covering[0] ?? null
}

const misfit = (damage: Region, { part }: Attribution): number =>
  plausibility(damage.label, part.label) === false ? 1 : 0
