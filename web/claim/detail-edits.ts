import type { VariablesOf } from '../graphql/graphql.ts'
import type { ViewedClaim } from './findings-table.tsx'
import type { UpdateClaim } from './operations.ts'

/** What people say of a claim, each a line of a form. */
export const detailNames = ['reference', 'policyNumber', 'plate', 'vin', 'make', 'model', 'year'] as const
export type DetailName = (typeof detailNames)[number]
export type Details = Record<DetailName, string>
type ClaimInput = VariablesOf<typeof UpdateClaim>['input']

/** As the form shows them; what is not given is empty. */
export function detailsOf({
  reference,
  policyNumber,
  vehicle,
}: Pick<ViewedClaim, 'reference' | 'policyNumber' | 'vehicle'>): Details {
  return {
    reference: reference ?? '',
    policyNumber: policyNumber ?? '',
    plate: vehicle.plate ?? '',
    vin: vehicle.vin ?? '',
    make: vehicle.make ?? '',
    model: vehicle.model ?? '',
    year: vehicle.year === null ? '' : String(vehicle.year),
  }
}

/**
 * What to save: only what differs from how the claim stands now, so that what somebody else has changed
 * meanwhile stays changed. Null where nothing does.
 */
export function changesOf(edits: Partial<Details>, now: Details): ClaimInput | null {
  const changed = detailNames.filter((name) => name in edits && edits[name]?.trim() !== now[name])
  if (changed.length === 0) return null
  const valueOf = (name: DetailName) => {
    const text = edits[name]?.trim() || null
    return name === 'year' && text !== null ? Number(text) : text
  }
  const ofClaim: readonly string[] = ['reference', 'policyNumber']
  const pick = (own: boolean) =>
    Object.fromEntries(
      changed.filter((name) => ofClaim.includes(name) === own).map((name) => [name, valueOf(name)]),
    )
  const vehicle = pick(false)
  return { ...pick(true), ...(Object.keys(vehicle).length > 0 && { vehicle }) }
}
