import type { Detail } from '../../inference/contract.ts'
import { invalid } from '../errors.ts'

export interface AssessRequest {
  /** An id that the edge gave, or the photo itself. */
  photo: string | Uint8Array
  claimId: string | null
  idempotencyKey: string | null
  detail: Detail
  /** How long to wait for the model. */
  waitSeconds: number
  signal?: AbortSignal
}

export function checkKey(key: string | null): void {
  if (key !== null && !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw invalid('idempotencyKey', '1 to 128 printable characters without blanks', key)
  }
}
