import type { AuditEvent } from '../domain/records.ts'
import { EVENT } from '../store/keys.ts'
import type { Item } from '../store/table.ts'

/** What others are told of an assessment that has ended: where to look, and nothing that is private. */
export interface FinishedAssessment {
  /** The same however often it is told; receivers tell repetitions by it. */
  id: string
  tenant: string
  claimId: string
  assessmentId: string
  photoId: string
  status: string
  model: { name: string; version: string } | null
  finishedAt: string
}

/**
 * The end of an assessment as the audit trail has it: written once, in the transaction that ended it, so that no end
 * is left out and none is invented. Null for every other item.
 */
export function finishedAssessment({
  pk,
  sk,
  data,
}: Pick<Item, 'pk' | 'sk' | 'data'>): FinishedAssessment | null {
  const [, tenant, claimId] = /^T#([^#]+)#CLAIM#([^#]+)$/.exec(pk) ?? []
  if (!tenant || !claimId || !sk.startsWith(EVENT)) return null
  const { action, model, at, sequence } = data as AuditEvent
  if (action.kind !== 'ASSESSMENT_FINISHED') return null
  const { assessmentId, photoId, status } = action
  return {
    id: `${claimId}-${sequence}`,
    tenant,
    claimId,
    assessmentId,
    photoId,
    status,
    model,
    finishedAt: at,
  }
}
