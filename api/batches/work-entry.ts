import { setTimeout as sleep } from 'node:timers/promises'
import type { ReadyPhoto } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
import { isFinal } from '../assess/leases.ts'
import { requestAssessment } from '../assess/request-assessment.ts'
import type { Runner, RunOptions } from '../assess/runner.ts'
import { storedPhoto } from '../assess/stored-photo.ts'
import type { ClaimFile } from '../domain/claim-file.ts'
import type { Claims } from '../domain/claims.ts'
import type { PhotoIndex } from '../photos/photo-index.ts'
import { createTenantPhotos, takeFor } from '../photos/tenant-photos.ts'
import { WriteConflict } from '../store/table.ts'
import type { StoredEntry } from './batch-entries.ts'
import { entryKey } from './batch-keys.ts'
import type { BatchStore } from './batch-store.ts'
import { createClaimOfEntry } from './claim-of-entry.ts'
import { isEnded } from './counts.ts'
import { endingOf, interrupted, MOST_BEGINNINGS, wasErased } from './endings.ts'
import type { BatchEntry, BatchHead } from './records.ts'
import type { SourceDeps } from './sources/list-source.ts'
import { readEntry } from './sources/read-entry.ts'
import { verdictOf } from './verdict.ts'

export interface WorkEntryDeps extends SourceDeps {
  store: BatchStore
  claims: Claims
  photos: Photos
  index: PhotoIndex
  runner: Pick<Runner, 'run'>
  clock: () => number
}

export interface WorkEntryOptions extends Pick<RunOptions, 'alone'> {
  /** Whether to end the entry as failed where the model has no answer, rather than wait for one. */
  last?: boolean
}

/** For so long an entry belongs to whoever takes it in: longer than that can take. */
const INTAKE_SECONDS = 120
const GIVE_BACK_PAUSES_MS = [50, 200, 800, 3000]

/**
 * Brings one entry of a batch to its final state: takes the photo in, requests its assessment, and has it assessed.
 * The assessment is requested in the transaction that names it in the entry, under the entry's version: whatever is
 * repeated, redelivered or killed, an entry has one assessment.
 *
 * @returns whether it has ended; false where the model is down or somebody else is at work on it
 */
export function createWorkEntry(deps: WorkEntryDeps) {
  const { store, claims, photos, index, runner, clock } = deps
  const claimOf = createClaimOfEntry({ store, claims })

  async function photoOf(head: BatchHead, entry: BatchEntry): Promise<{ photo: ReadyPhoto; isNew: boolean }> {
    if (!entry.source || !('photo' in entry.source))
      return takeFor(photos, index, head.tenant, await readEntry(deps, head, entry))
    const own = createTenantPhotos(photos, index, head.tenant)
    return { photo: await storedPhoto(own, entry.source.photo), isNew: false }
  }

  /** Null where somebody else was faster. */
  async function request(head: BatchHead, { entry, version }: StoredEntry, photo: ReadyPhoto) {
    const { author, target, operations } = await claimOf(head, entry)
    try {
      const { result } = await claims.change(author, target, (file: ClaimFile) => {
        const decision = requestAssessment(file, index, author, {
          photo,
          detail: head.detail,
          idempotencyKey: null,
          now: new Date(clock()).toISOString(),
          batch: true,
        })
        const { id: assessmentId, claimId } = decision.result
        const { begunUntil: _, ...rest } = entry
        const after: BatchEntry = { ...rest, state: 'RUNNING', photoId: photo.id, claimId, assessmentId }
        return {
          ...decision,
          operations: [
            ...decision.operations,
            { put: { ...entryKey(head, entry.index), data: after }, ifVersion: version },
            ...operations(claimId),
          ],
        }
      })
      return result
    } catch (error) {
      if (error instanceof WriteConflict) return null
      throw error
    }
  }

  async function assess(
    head: BatchHead,
    entry: BatchEntry,
    { alone = false, last = false }: WorkEntryOptions,
  ) {
    const { tenant } = head
    const { claimId, assessmentId } = entry as { claimId: string; assessmentId: string }
    await runner.run({ tenant, claimId, assessmentId, batch: true }, { background: !last, alone })
    const file = await claims.file(tenant, claimId)
    const assessment = file?.assessments.find(({ id }) => id === assessmentId)
    if (assessment && !isFinal(assessment)) return false
    await store.end(head, entry.index, endingOf(assessment))
    return true
  }

  /** What was in the way may be the store itself: it is given time, and where that is no help the first error counts. */
  async function giveBack(head: BatchHead, number: number): Promise<void> {
    for (const pauseMs of GIVE_BACK_PAUSES_MS) {
      try {
        return await store.giveBack(head, number)
      } catch {
        await sleep(pauseMs)
      }
    }
  }

  return async (head: BatchHead, number: number, options: WorkEntryOptions = {}): Promise<boolean> => {
    let stored = await store.entry(head, number)
    if (!stored || isEnded(stored.entry)) return store.end(head, number, wasErased).then(() => true)
    if (!stored.entry.assessmentId) {
      // Another process is at it: two would keep each other from ending.
      const { begunUntil } = stored.entry
      if (begunUntil && Date.parse(begunUntil) > clock() && !options.alone) return false
      stored = await store.begin(head, stored, new Date(clock() + INTAKE_SECONDS * 1000).toISOString())
      if (!stored) return false
      if (stored.entry.begun > MOST_BEGINNINGS) {
        await store.end(head, number, interrupted)
        return true
      }
      let brought: ReadyPhoto | null = null
      try {
        const { photo, isNew } = await photoOf(head, stored.entry)
        if (isNew) brought = photo
        await index.print(head.tenant, photo)
        const requested = await request(head, stored, photo)
        if (!requested) return false
        const { claimId, id: assessmentId } = requested
        stored = { ...stored, entry: { ...stored.entry, claimId, assessmentId } }
      } catch (error) {
        const verdict = verdictOf(error)
        if (!verdict) {
          await giveBack(head, number)
          // The photo was erased meanwhile, with a claim that it was in: it is taken in anew.
          if (error instanceof WriteConflict) return false
          throw error
        }
        // Its claim was erased as the photo came: what came for it goes with it.
        if (brought) await index.unlink(head.tenant, brought, null, photos)
        await store.end(head, number, { state: 'FAILED', failure: verdict })
        return true
      }
    }
    return assess(head, stored.entry, options)
  }
}

export type WorkEntry = ReturnType<typeof createWorkEntry>
