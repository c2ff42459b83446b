import type { Logger } from 'pino'
import { isPassing } from '../is-passing.ts'
import type { BatchStore } from './batch-store.ts'
import type { Lifecycle } from './lifecycle.ts'
import { type BatchHead, type BatchRef, hasEnded, isUnlisted } from './records.ts'
import { createRotation } from './rotation.ts'
import { unforeseenEnding } from './verdict.ts'
import type { WorkEntry } from './work-entry.ts'

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

interface Trouble {
  givenBack: number
  unforeseen: number
  /** How many answers the model had given, of whatever entries, when the first trouble came. */
  answered: number
}

/** A batch that this engine works on. */
interface Open {
  ref: BatchRef
  /** As far as it is known here; null before the first look. */
  head: BatchHead | null
  /** Entries to work on next. */
  ready: number[]
  /** The last entry that was looked up. */
  cursor: number
  exhausted: boolean
  underWay: Set<number>
  /** Of entries that did not end here: how often, for want of the model or for reasons unforeseen. */
  troubles: Map<number, Trouble>
  /** Whether something is done to the batch as a whole. */
  busy: boolean
  stale: boolean
  /** Pause after something that passes by itself, and until when: by the time since the start, because clocks are set. */
  pauseMs: number
  notBefore: number
}

const LOOK_UP = 100
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 60_000
/** So often an entry is given back by the model while others get their answer, before it fails. */
const MOST_GIVEN_BACK = 5
/** So often something unforeseen is tried again, before the entry fails. */
const MOST_UNFORESEEN = 5

/**
 * Works on batches on one machine: some entries at once, one of each tenant in turn, one of each of its batches in
 * turn. Everything it knows is in the store, so that any process goes on where another one stopped.
 */
export function createBatchEngine(deps: BatchEngineDeps): BatchEngine {
  const { store, workEntry, lifecycle, logger, concurrency = 3, alone = false } = deps
  const open = new Map<string, Open>()
  const rotation = createRotation()
  const tasks = new Set<Promise<void>>()
  let answered = 0
  let running = 0
  let stopping = false
  let timer: NodeJS.Timeout | undefined

  const nameOf = ({ tenant, id }: BatchRef) => `${tenant}#${id}`

  function enter(ref: BatchRef): Open {
    const name = nameOf(ref)
    const known = open.get(name)
    if (known) return known
    const batch: Open = {
      ref,
      head: null,
      ready: [],
      cursor: 0,
      exhausted: false,
      underWay: new Set(),
      troubles: new Map(),
      busy: false,
      stale: true,
      pauseMs: FIRST_PAUSE_MS,
      notBefore: 0,
    }
    open.set(name, batch)
    return batch
  }

  function track(task: Promise<void>) {
    tasks.add(task)
    void task.finally(() => {
      tasks.delete(task)
      pump()
    })
  }

  function rest(batch: Open, error: unknown) {
    batch.notBefore = performance.now() + batch.pauseMs
    batch.pauseMs = Math.min(LONGEST_PAUSE_MS, batch.pauseMs * 2)
    logger.warn({ batch: batch.ref.id, err: error }, 'the batch rests')
  }

  /** Does something to the batch as a whole, while nothing else does. */
  function alter(batch: Open, work: () => Promise<void>) {
    batch.busy = true
    track(
      work()
        .catch((error) => rest(batch, error))
        .finally(() => {
          batch.busy = false
        }),
    )
  }

  function work(batch: Open, head: BatchHead, number: number) {
    const { troubles } = batch
    const trouble = troubles.get(number) ?? { givenBack: 0, unforeseen: 0, answered }
    const last = trouble.givenBack >= MOST_GIVEN_BACK && answered > trouble.answered
    batch.underWay.add(number)
    running++
    rotation.served(batch.ref)
    track(
      workEntry(head, number, { alone, last })
        .then((ended) => {
          if (ended) {
            answered++
            troubles.delete(number)
            batch.pauseMs = FIRST_PAUSE_MS
            return
          }
          troubles.set(number, { ...trouble, givenBack: trouble.givenBack + 1 })
          batch.ready.push(number)
          if (!stopping) rest(batch, new Error('Expected an answer of the model but received none for now'))
        })
        .catch(async (error) => {
          const unforeseen = trouble.unforeseen + (isPassing(error) ? 0 : 1)
          troubles.set(number, { ...trouble, unforeseen })
          if (unforeseen >= MOST_UNFORESEEN) {
            logger.error({ batch: batch.ref.id, entry: number, err: error }, 'the entry failed')
            await store.end(batch.ref, number, unforeseenEnding)
            // Where somebody has it tried again, it is tried as often.
            troubles.delete(number)
            return
          }
          batch.ready.push(number)
          rest(batch, error)
        })
        .catch((error) => {
          batch.ready.push(number)
          rest(batch, error)
        })
        .finally(() => {
          batch.underWay.delete(number)
          running--
        }),
    )
  }

  async function look(batch: Open) {
    batch.stale = false
    batch.head = await store.head(batch.ref)
    batch.ready = []
    batch.cursor = 0
    batch.exhausted = false
    if (!batch.head || hasEnded(batch.head)) open.delete(nameOf(batch.ref))
  }

  async function lookUp(batch: Open) {
    const found = await store.indexes(batch.ref, 'TODO', { after: batch.cursor, limit: LOOK_UP })
    batch.ready.push(...found.filter((number) => !batch.underWay.has(number)))
    batch.cursor = found.at(-1) ?? batch.cursor
    batch.exhausted = found.length < LOOK_UP
  }

  async function finish(batch: Open) {
    batch.stale = true
    // Of what another process has at work, this one knows nothing.
    await lifecycle.finish(batch.ref)
  }

  /**
   * Does what is next for a batch; false where there is nothing to do now. Getting it ready takes no place of a
   * photo's: a tenant who comes later would otherwise lose several turns to it.
   */
  function step(batch: Open, mayWork: boolean): boolean {
    if (batch.busy || batch.notBefore > performance.now()) return false
    const { head } = batch
    if (batch.stale && batch.underWay.size === 0) {
      alter(batch, () => look(batch))
      return true
    }
    if (batch.stale || !head || hasEnded(head)) return false
    if (isUnlisted(head) || head.state === 'RETRYING') {
      alter(batch, async () => {
        await lifecycle.prepare(head)
        batch.stale = true
      })
      return true
    }
    if (head.state === 'CANCELLING' && !batch.exhausted && batch.cursor === 0) {
      alter(batch, async () => {
        await lifecycle.prepare(head)
        await lookUp(batch)
      })
      return true
    }
    if (batch.ready.length > 0 && !mayWork) return false
    const next = batch.ready.shift()
    if (next !== undefined) {
      work(batch, head, next)
      return true
    }
    if (!batch.exhausted) {
      alter(batch, () => lookUp(batch))
      return true
    }
    if (batch.underWay.size === 0) {
      alter(batch, () => finish(batch))
      return true
    }
    return false
  }

  function pump() {
    clearTimeout(timer)
    if (stopping) return
    const inTurn = () => rotation.order([...open.values()].map(({ ref }) => ref))
    const steps = (mayWork: boolean) => (name: string) => {
      const batch = open.get(name)
      return batch !== undefined && step(batch, mayWork)
    }
    inTurn().forEach(steps(false))
    // One step of one batch of the tenant whose turn it is.
    while (running < concurrency && inTurn().some(steps(true)));
    const now = performance.now()
    const soonest = Math.min(...[...open.values()].map(({ notBefore }) => notBefore).filter((at) => at > now))
    if (Number.isFinite(soonest)) timer = setTimeout(pump, Math.min(soonest - now, 1000))
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
