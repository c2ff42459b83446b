import { setTimeout as sleep } from 'node:timers/promises'
import { isFinal } from '../../assess/leases.ts'
import type { Runner } from '../../assess/runner.ts'
import type { WorkItem } from '../../assess/work-list.ts'
import type { Claims } from '../../domain/claims.ts'

export interface WaitForAnswerDeps {
  /** Puts the photo into the queue of an asynchronous model, unless it is there already. */
  submit: (item: WorkItem) => Promise<unknown>
  claims: Pick<Claims, 'file'>
  /** After so long others go on with it. */
  waitSeconds: number
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 5000

/**
 * Has a photo of a batch assessed by a model that answers later, and waits until it has. The wait is what bounds the
 * photos of batches in the model's queue, which knows no order but that of their coming: what a person asks for waits
 * for a few of them, not for thousands.
 */
export function createWaitForAnswer({ submit, claims, waitSeconds }: WaitForAnswerDeps): Pick<Runner, 'run'> {
  return {
    async run(item) {
      await submit(item)
      const until = performance.now() + waitSeconds * 1000
      for (
        let pause = FIRST_PAUSE_MS;
        performance.now() < until;
        pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)
      ) {
        const file = await claims.file(item.tenant, item.claimId)
        const assessment = file?.assessments.find(({ id }) => id === item.assessmentId)
        if (!assessment || isFinal(assessment)) return
        await sleep(pause)
      }
    },
  }
}
