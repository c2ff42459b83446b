/** A stage as a process of the system wrote it down. Instants are in milliseconds since 1970. */
export interface Stage {
  stage: string
  began: number
  ms: number
}

/** What a stage counts as, and how deep it lies: time belongs to the deepest stage that is under way. */
interface Kind {
  group: string
  depth: number
}

/** Groups in the order of a photo's way. */
export const groups = [
  'client and connection',
  'HTTP and GraphQL',
  'decode and shrink',
  'CLAHE',
  'judge and hash',
  'encode JPEGs, clean original',
  'hand to thread and back',
  'pictures to disk',
  'table',
  'HTTP to the model',
  'decode for the model',
  'networks',
  'read outputs',
  'outlines, areas, decisions',
  'unattributed',
] as const
export type Group = (typeof groups)[number]

const kinds: Record<string, Kind & { group: Group }> = {
  'POST /graphql': { group: 'HTTP and GraphQL', depth: 1 },
  // Between its stages: what nothing below accounts for.
  assessDamage: { group: 'unattributed', depth: 2 },
  prepare: { group: 'hand to thread and back', depth: 3 },
  decode: { group: 'decode and shrink', depth: 4 },
  CLAHE: { group: 'CLAHE', depth: 5 },
  judge: { group: 'judge and hash', depth: 5 },
  'encode normalized': { group: 'encode JPEGs, clean original', depth: 4 },
  'encode enhanced': { group: 'encode JPEGs, clean original', depth: 4 },
  'clean original': { group: 'encode JPEGs, clean original', depth: 4 },
  'picture write': { group: 'pictures to disk', depth: 3 },
  'picture read': { group: 'pictures to disk', depth: 3 },
  'table read': { group: 'table', depth: 3 },
  'table write': { group: 'table', depth: 3 },
  'ask the model': { group: 'HTTP to the model', depth: 3 },
  'POST /endpoints/dentgraph/invocations': { group: 'HTTP to the model', depth: 4 },
  'model: decode': { group: 'decode for the model', depth: 5 },
  'model: quality': { group: 'decode for the model', depth: 5 },
  'model: enhance': { group: 'decode for the model', depth: 5 },
  'model: damage': { group: 'read outputs', depth: 5 },
  'model: parts': { group: 'read outputs', depth: 5 },
  'model: network': { group: 'networks', depth: 6 },
  'model: shapes': { group: 'outlines, areas, decisions', depth: 5 },
}

export const kindOf = (stage: string): (Kind & { group: Group }) | undefined => kinds[stage]

/**
 * Where one request's time went: each instant counts for the deepest stage that is under way, and in equal parts for
 * several of the same depth.
 *
 * @param request as its client saw it
 * @returns milliseconds by group; they add up to the request's
 */
export function attribute(request: Stage, stages: readonly Stage[]): Map<Group, number> {
  const end = request.began + request.ms
  const spans = stages.flatMap(({ stage, began, ms }) => {
    const kind = kinds[stage]
    const [from, to] = [Math.max(began, request.began), Math.min(began + ms, end)]
    return kind && to > from ? [{ ...kind, from, to }] : []
  })
  const edges = [...new Set([request.began, end, ...spans.flatMap(({ from, to }) => [from, to])])].sort(
    (a, b) => a - b,
  )
  const spent = new Map<Group, number>()
  const add = (group: Group, ms: number) => spent.set(group, (spent.get(group) ?? 0) + ms)
  for (const [i, from] of edges.slice(0, -1).entries()) {
    const to = edges[i + 1] as number
    const active = spans.filter((span) => span.from <= from && span.to >= to)
    const deepest = Math.max(...active.map(({ depth }) => depth))
    const counted = active.filter(({ depth }) => depth === deepest)
    if (counted.length === 0) add('client and connection', to - from)
    for (const { group } of counted) add(group, (to - from) / counted.length)
  }
  return spent
}
