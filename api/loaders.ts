import DataLoader from 'dataloader'
import type { ClaimFile } from './domain/claim-file.ts'
import type { Claims } from './domain/claims.ts'

/** Reads of one request, gathered and remembered. */
export interface Loaders {
  /** Whole claims by id. */
  file: DataLoader<string, ClaimFile | null>
}

export const createLoaders = (claims: Claims, tenant: string): Loaders => ({
  file: new DataLoader((ids) => claims.files(tenant, ids)),
})
