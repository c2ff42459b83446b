import { emptyClaim } from '../assess/request-assessment.ts'
import type { Claims } from '../domain/claims.ts'
import type { Operation } from '../store/table.ts'
import { groupKey } from './batch-keys.ts'
import type { BatchStore } from './batch-store.ts'
import type { BatchEntry, BatchHead } from './records.ts'

const LONGEST_REFERENCE = 60

/** Says to which claim the photo of an entry comes: that of an earlier attempt, that of its group, or a new one. */
export function createClaimOfEntry({
  store,
  claims,
}: {
  store: Pick<BatchStore, 'table'>
  claims: Pick<Claims, 'heads' | 'draft'>
}) {
  /** @returns who adds to which claim, and what else is to be written with it, once the claim's id is known */
  return async (head: BatchHead, { claimId, group }: BatchEntry) => {
    const author = { tenant: head.tenant, subject: head.createdBy }
    const isOpen = async (id: string) => (await claims.heads(head.tenant, [id]))[0]?.status === 'OPEN'
    const known = (target: string) => ({ author, target, operations: (): Operation[] => [] })
    if (claimId && (await isOpen(claimId))) return known(claimId)
    const key = group === null ? null : groupKey(head, group)
    const item = key && (await store.table.get(key))
    if (item && (await isOpen(item.data as string))) return known(item.data as string)
    return {
      author,
      target: claims.draft(author, { ...emptyClaim, reference: group === null ? null : clip(group) }),
      operations: (drafted: string): Operation[] =>
        key ? [{ put: { ...key, data: drafted }, ifVersion: item?.version ?? 0 }] : [],
    }
  }
}

const clip = (text: string) =>
  text.length > LONGEST_REFERENCE ? `…${text.slice(1 - LONGEST_REFERENCE)}` : text
