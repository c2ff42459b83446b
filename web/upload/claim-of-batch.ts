import type { UploadApi } from './upload-api.ts'
import type { UploadKeeper } from './upload-keeper.ts'

/** Photos that go to one claim. */
export interface Batch {
  id: string
  claim: Promise<string> | null
  claimId: string | null
}

export const openBatch = (id: string, claimId: string | null): Batch => ({
  id,
  claim: claimId ? Promise.resolve(claimId) : null,
  claimId,
})

export interface ClaimOfBatchDeps {
  api: Pick<UploadApi, 'openClaim'>
  keeper: Pick<UploadKeeper, 'claimed'> | undefined
  /** Told when a claim has been opened. */
  changed: () => void
}

/** The claim of a batch: opened by its first photo that arrives, so that none stays without photos. */
export function createClaimOfBatch({ api, keeper, changed }: ClaimOfBatchDeps) {
  return (batch: Batch, reference: string | null): Promise<string> => {
    batch.claim ??= api.openClaim(reference).then(
      (opened) => {
        batch.claimId = opened
        keeper?.claimed(batch.id, opened)
        changed()
        return opened
      },
      (error) => {
        batch.claim = null
        throw error
      },
    )
    return batch.claim
  }
}
