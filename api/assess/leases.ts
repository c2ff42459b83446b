import type { ReadyPhoto } from '../../edge/photo-record.ts'
import { type ClaimFile, findPhoto } from '../domain/claim-file.ts'
import type { Claims } from '../domain/claims.ts'
import type { Decision } from '../domain/decide.ts'
import { type AssessmentRecord, finalStatuses } from '../domain/records.ts'
import { NotFound } from '../errors.ts'
import type { Ending } from './judge-answer.ts'
import { leaveWork, type WorkItem } from './work-list.ts'

export interface LeasesDeps {
  claims: Claims
  clock: () => number
  /** For how long an assessment belongs to the worker that began it; longer than it can take. */
  leaseSeconds: number
  /** Told of every change of an assessment. */
  changed: (assessment: AssessmentRecord) => void
}

/** An assessment that is leased, and what it looks at. */
export interface Begun {
  assessment: AssessmentRecord
  photo: ReadyPhoto
}

export interface Leases {
  /**
   * Leases an assessment; null where there is nothing to do.
   *
   * @param alone no other worker can be alive, so that a lease of others does not count
   */
  begin(item: WorkItem, owner: string, alone?: boolean): Promise<Begun | null>
  /** Ends it; false where it is not the owner's any more, or has ended already. */
  end(item: WorkItem, owner: string, ending: Ending): Promise<boolean>
  /** Gives it back as it was, for the next worker. */
  giveBack(item: WorkItem, owner: string): Promise<void>
}

export const isFinal = ({ status }: Pick<AssessmentRecord, 'status'>): boolean =>
  (finalStatuses as readonly string[]).includes(status)

/**
 * Who works on which assessment. A lease is written in the transaction that raises the claim's version, and an
 * assessment ends under its lease alone: any number of workers and crashes end each exactly once.
 */
export function createLeases({ claims, clock, leaseSeconds, changed }: LeasesDeps): Leases {
  const author = (tenant: string) => ({ tenant, subject: 'model' })
  const iso = (ms: number) => new Date(ms).toISOString()

  /** null where the claim was erased in the meantime, its place among the open work with it. */
  async function change<T>({ tenant, claimId }: WorkItem, decide: (file: ClaimFile) => Decision<T>) {
    try {
      return (await claims.change(author(tenant), claimId, decide)).result
    } catch (error) {
      if (error instanceof NotFound) return null
      throw error
    }
  }

  return {
    async begin(item, owner, alone = false) {
      const result = await change(item, (file) => {
        const found = file.assessments.find(({ id }) => id === item.assessmentId)
        const photo = found && findPhoto(file, found.photoId)?.photo
        const now = clock()
        if (!found || !photo || isFinal(found)) return { operations: [leaveWork(item)], result: null }
        const { lease } = found
        const taken = lease && lease.owner !== owner && Date.parse(lease.until) > now && !alone
        if (taken) return { result: null }
        const assessment: AssessmentRecord = {
          ...found,
          status: 'RUNNING',
          startedAt: found.startedAt ?? iso(now),
          attempts: found.attempts + 1,
          lease: { owner, until: iso(now + leaseSeconds * 1000) },
        }
        return { assessments: [assessment], losable: true, result: { assessment, photo } }
      })
      if (result) changed(result.assessment)
      return result
    },

    async end(item, owner, ending) {
      const result = await change(item, (file) => {
        const found = file.assessments.find(({ id }) => id === item.assessmentId)
        // Somebody else took it over, or has ended it.
        if (!found || isFinal(found) || found.lease?.owner !== owner) return { result: null }
        const finished: AssessmentRecord = { ...found, ...ending, lease: null, finishedAt: iso(clock()) }
        const { id, photoId, status } = finished
        return {
          assessments: [finished],
          events: [
            {
              action: { kind: 'ASSESSMENT_FINISHED', assessmentId: id, photoId, status },
              model: ending.answer?.model ?? null,
            },
          ],
          operations: [leaveWork(item)],
          result: finished,
        }
      })
      if (result) changed(result)
      return result !== null
    },

    async giveBack(item, owner) {
      await change(item, (file) => {
        const found = file.assessments.find(({ id }) => id === item.assessmentId)
        if (!found || isFinal(found) || found.lease?.owner !== owner) return { result: null }
        const queued: AssessmentRecord = {
          ...found,
          status: 'QUEUED',
          attempts: found.attempts - 1,
          lease: null,
        }
        return { assessments: [queued], result: null }
      })
    },
  }
}
