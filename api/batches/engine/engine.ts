import type { Logger } from 'pino'
import type { BatchStore } from '../batch-store.ts'
import type { Lifecycle } from '../lifecycle.ts'
import { type BatchHead, type BatchRef, hasEnded } from '../records.ts'
import type { WorkEntry } from '../work-entry.ts'
import { createAttemptEntry, NoAnswer } from './attempt-entry.ts'
import { type BatchAtWork, batchAtWork, rest } from './batch-at-work.ts'
import { createBatchSteps } from './batch-steps.ts'
import { nextStep } from './next-step.ts'
import { createRotation } from './rotation.ts'

export interface BatchEngineDeps {
  store: BatchStore
  workEntry: WorkEntry
  lifecycle: Lifecycle
  logger: Logger
  /** Entries under way at once, of all batches together. @default 3 */
  concurrency?: number
  /** No other process works on these batches, so that what a dead one had begun is taken over at once. @default false */
  alone?: boolean
}

export interface BatchEngine {
  /** Goes on with every batch that has not ended; also with those that others created. Safe to repeat. */
  resume(): Promise<void>
  /** Looks at a batch now: it is new, or its state was changed. */
  wake(ref: BatchRef): void | Promise<void>
  /** Begins nothing more; resolves when nothing is under way here. What was begun is gone on with by the next process. */
  stop(): Promise<void>
}

/** Looks again so soon at what rests, in case the machine slept. */
const LONGEST_TIMER_MS = 1000

/**
 * Works on batches on one machine: some entries at once, one of each tenant in turn, one of each of its batches in
 * turn. Everything it knows is in the store, so that any process goes on where another one stopped.
 */
export function createBatchEngine(deps: BatchEngineDeps): BatchEngine {
  const { store, workEntry, lifecycle, logger, concurrency = 3, alone = false } = deps
  const steps = createBatchSteps({ store, lifecycle })
  const attemptEntry = createAttemptEntry({ store, workEntry, logger, alone })
  const open = new Map<string, BatchAtWork>()
  const rotation = createRotation()
  const tasks = new Set<Promise<void>>()
  let running = 0
  let stopping = false
  let timer: NodeJS.Timeout | undefined

  const nameOf = ({ tenant, id }: BatchRef) => `${tenant}#${id}`

  function enter(ref: BatchRef): BatchAtWork {
    const batch = open.get(nameOf(ref)) ?? batchAtWork(ref)
    open.set(nameOf(ref), batch)
    return batch
  }

  /** Does something for a batch; where it fails, the batch rests. */
  function begin(batch: BatchAtWork, work: () => Promise<void>, after: () => void) {
    const task = work()
      .catch((error) => {
        // A model that is stopped has no answers; that is no news.
        if (stopping && error instanceof NoAnswer) return
        rest(batch)
        logger.warn({ batch: batch.ref.id, err: error }, 'the batch rests')
      })
      .finally(after)
    tasks.add(task)
    void task.finally(() => {
      tasks.delete(task)
      pump()
    })
  }

  function work(batch: BatchAtWork, head: BatchHead) {
    const number = batch.ready.shift() as number
    batch.underWay.add(number)
    running++
    rotation.served(batch.ref)
    begin(
      batch,
      () => attemptEntry(batch, head, number),
      () => {
        batch.underWay.delete(number)
        running--
      },
    )
  }

  /** Does what is next for a batch; false where there is nothing to do now. */
  function stepOn(name: string, mayWork: boolean): boolean {
    const batch = open.get(name)
    const step = batch && nextStep(batch, { now: performance.now(), mayWork })
    if (!step) return false
    const head = batch.head as BatchHead
    if (step === 'WORK') work(batch, head)
    else {
      batch.busy = true
      begin(
        batch,
        () => steps[step](batch, head),
        () => {
          batch.busy = false
          if (!batch.stale && (!batch.head || hasEnded(batch.head))) open.delete(name)
        },
      )
    }
    return true
  }

  function pump() {
    clearTimeout(timer)
    if (stopping) return
    const inTurn = () => rotation.order([...open.values()].map(({ ref }) => ref))
    // Getting batches ready takes no place of a photo's: a tenant who comes later would lose several turns to it.
    for (const name of inTurn()) stepOn(name, false)
    // One step of one batch of the tenant whose turn it is.
    while (running < concurrency && inTurn().some((name) => stepOn(name, true)));
    const now = performance.now()
    const soonest = Math.min(...[...open.values()].map(({ notBefore }) => notBefore).filter((at) => at > now))
    if (Number.isFinite(soonest)) timer = setTimeout(pump, Math.min(soonest - now, LONGEST_TIMER_MS))
  }

  return {
    async resume() {
      for (const ref of await store.open()) {
        const batch = enter(ref)
        // Another process may have changed its state.
        if (batch.head && batch.underWay.size === 0 && !batch.busy) batch.stale = true
      }
      pump()
    },
    wake(ref) {
      if (stopping) return
      enter(ref).stale = true
      pump()
    },
    async stop() {
      stopping = true
      clearTimeout(timer)
      while (tasks.size > 0) await Promise.all(tasks)
    },
  }
}
