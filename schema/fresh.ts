import type { ClaimFile } from '../api/domain/claim-file.ts'
import type { ClaimHead } from '../api/domain/records.ts'
import type { Loaders } from '../api/loaders.ts'

/** A claim as a mutation left it: what is asked of it next is answered from here, not read again. */
export function fresh(file: ClaimFile, loaders: Loaders): ClaimHead {
  loaders.file.clear(file.head.id).prime(file.head.id, file)
  return file.head
}

type Present<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]: Exclude<Present<T[K]>, undefined> }
    : T

/** GraphQL leaves undefined out of inputs; this tells the compiler so. */
export const present = <T extends object>(input: T): Present<T> => input as unknown as Present<T>
