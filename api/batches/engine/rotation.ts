import type { BatchRef } from '../records.ts'

/** Whose turn it is: tenants one after the other, and of each its batches one after the other. */
export interface Rotation {
  /** Names (`tenant#batch`) of the given batches, the one whose turn it is first. */
  order(refs: readonly BatchRef[]): string[]
  /** The batch got something done: it and its tenant are last from now on. */
  served(ref: BatchRef): void
}

/** A tenant with a thousand batches gets as many turns as one with a single one. */
export function createRotation(): Rotation {
  /** When a tenant, or a batch, was served last. */
  const lastServed = new Map<string, number>()
  let turn = 0
  const nameOf = ({ tenant, id }: BatchRef) => `${tenant}#${id}`
  const last = (name: string) => lastServed.get(name) ?? 0

  return {
    order(refs) {
      const names = new Set(refs.flatMap((ref) => [ref.tenant, nameOf(ref)]))
      for (const name of lastServed.keys()) if (!names.has(name)) lastServed.delete(name)
      return [...refs]
        .sort((a, b) => last(a.tenant) - last(b.tenant) || last(nameOf(a)) - last(nameOf(b)))
        .map(nameOf)
    },
    served(ref) {
      turn++
      lastServed.set(ref.tenant, turn)
      lastServed.set(nameOf(ref), turn)
    },
  }
}
