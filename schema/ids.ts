export type NodeKind = 'Claim' | 'Assessment' | 'Damage' | 'VehiclePhoto' | 'Batch'

const shapes: [NodeKind, RegExp][] = [
  ['Claim', /^[0-9a-z]{20}$/],
  ['Assessment', /^[0-9a-z]{20}\.[0-9a-z]{8}$/],
  ['Damage', /^[0-9a-z]{20}\.[0-9a-z]{8}\.\d{1,6}$/],
  ['Batch', /^b[0-9a-z]{20}$/],
  ['VehiclePhoto', /^[pu][0-9a-f]{32}$/],
]

/** What an id names, by its shape; null for what no id of ours looks like. */
export const kindOfId = (id: string): NodeKind | null =>
  shapes.find(([, shape]) => shape.test(id))?.[0] ?? null

/** The claim that an assessment or a damage belongs to stands at the beginning of its id. */
export const claimOfId = (id: string): string => id.split('.')[0] ?? ''
