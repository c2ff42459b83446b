import { isFinal } from '../assess/leases.ts'
import type { Runner } from '../assess/runner.ts'
import type { WorkItem } from '../assess/work-list.ts'
import type { Claims } from '../domain/claims.ts'

export interface RealTimeWorkDeps {
  /** Gives back what the model has no answer for. */
  runner: Pick<Runner, 'run'>
  claims: Pick<Claims, 'file'>
}

/**
 * Assesses with a model that answers at once. False where the assessment has no end yet, because the model is down
 * or another worker has it: then the message stays in the queue.
 */
export function createRealTimeWork({ runner, claims }: RealTimeWorkDeps) {
  return async (item: WorkItem): Promise<boolean> => {
    await runner.run(item)
    const file = await claims.file(item.tenant, item.claimId)
    const assessment = file?.assessments.find(({ id }) => id === item.assessmentId)
    // A claim that is gone needs no assessment.
    return !assessment || isFinal(assessment)
  }
}
