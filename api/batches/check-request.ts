import { Conflict, invalid } from '../errors.ts'
import { type Principal, requireRole } from '../principal.ts'
import type { BatchStore } from './batch-store.ts'
import type { BatchOptions } from './create-batch.ts'
import type { BatchLimits } from './limits.ts'

/** Characters of a batch's name. */
export const MAX_NAME = 200

/** Whether a batch may be asked for: by this principal, with these options, beside those under way. */
export function createCheckRequest({ store, limits }: { store: BatchStore; limits: BatchLimits }) {
  /** @throws Forbidden, ValidationFailed, Conflict */
  return async (
    principal: Principal,
    { idempotencyKey = null, name = null }: Partial<Pick<BatchOptions, 'idempotencyKey' | 'name'>>,
  ): Promise<void> => {
    requireRole(principal, 'submitter')
    if (idempotencyKey !== null && !/^[\x21-\x7e]{1,128}$/.test(idempotencyKey))
      throw invalid('idempotencyKey', '1 to 128 printable characters without blanks', idempotencyKey)
    if (name !== null && name.length > MAX_NAME)
      throw invalid('name', `at most ${MAX_NAME} characters`, name.length)
    const open = (await store.open()).filter(({ tenant }) => tenant === principal.tenant).length
    if (open >= limits.maxOpen)
      throw new Conflict(
        `Expected at most ${limits.maxOpen} batches under way but received another; wait for one to end`,
      )
  }
}
