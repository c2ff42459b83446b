import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createGate } from './http/gate.ts'
import { PhotoError } from './picture/errors.ts'
import type { PhotoLimits } from './picture/limits.ts'
import type { Prepare, PreparedPhoto } from './prepared-photo.ts'
import type { PreparerOptions } from './preparer.ts'
import { askThread, type Thread } from './thread.ts'
import { free, inOwnBuffer } from './transfer.ts'

export interface Job {
  bytes: Uint8Array
  settings: Parameters<Prepare>[1]
  limits: Partial<PhotoLimits>
}
export type Prepared = { prepared: PreparedPhoto } | { refused: Refusal }

/** What a PhotoError says: its code, and the figures of its class, such as `megapixels`. */
interface Refusal {
  code: string
  message: string
  [figure: string]: unknown
}

export interface PreparerPool {
  prepare: Prepare
  /** Waits for photos under way, then ends the threads. */
  close(): Promise<void>
}

/**
 * Photos that share a thread of JavaScript: it is busy for a sixth of the time that a photo takes, the
 * rest is spent in threads of libvips. Each thread costs some 40 MB.
 */
const PHOTOS_PER_THREAD = 5

/** A refusal as it came out of a thread: its class stayed there, its code and figures did not. */
class RefusedPhoto extends PhotoError {
  readonly code: string
  constructor({ code, message, ...figures }: Refusal) {
    super(message)
    this.code = code
    Object.assign(this, figures)
  }
}

/**
 * Prepares photos in threads of their own, so that the event loop stays free. Threads start with the
 * first photos that need them and are replaced when they die.
 */
export function createPreparerPool(options: PreparerOptions = {}): PreparerPool {
  // Two more than cores: while a photo is between threads or on its way to the disk, its core works on another.
  const { concurrency = availableParallelism() + 2, queue = 32, limits = {} } = options
  const gate = createGate({ concurrency, queue })
  const most = Math.ceil(concurrency / PHOTOS_PER_THREAD)
  let threads: Thread<Job, Prepared>[] = []

  function freest(): Thread<Job, Prepared> {
    threads = threads.filter(({ alive }) => alive)
    const [first] = threads.sort((a, b) => a.busy - b.busy)
    if (first && (first.busy === 0 || threads.length === most)) return first
    const thread = askThread<Job, Prepared>(startWorker())
    threads.push(thread)
    return thread
  }

  async function prepareInThread(job: Job, handOver: boolean): Promise<PreparedPhoto> {
    const bytes = handOver ? inOwnBuffer(job.bytes) : new Uint8Array(job.bytes)
    const answer = await freest().ask({ ...job, bytes }, [bytes.buffer])
    if ('refused' in answer) throw new RefusedPhoto(answer.refused)
    const { original, normalized, enhanced } = answer.prepared
    // An original that was stripped where it was is a part of what was handed over.
    const wholes = [original.bytes, normalized, enhanced].map(({ buffer }) => new Uint8Array(buffer))
    return { ...answer.prepared, release: () => free(wholes) }
  }

  return {
    prepare: (bytes, settings, { signal, handOver = false } = {}) =>
      gate.run(signal, () => prepareInThread({ bytes, settings, limits }, handOver)),
    async close() {
      await gate.idle()
      await Promise.all(threads.splice(0).map((thread) => thread.terminate()))
    },
  }
}

/** A small nursery is emptied often, and with it the pictures that garbage still holds on to. */
const resourceLimits = { maxYoungGenerationSizeMb: 4 }

function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./preparer-worker.js', import.meta.url), { resourceLimits })
  }
  // Run from source, a thread needs TypeScript's loader, which on Node 20 it does not inherit.
  const file = JSON.stringify(new URL('./preparer-worker.ts', import.meta.url).href)
  return new Worker(`import('tsx/esm/api').then(({ register }) => (register(), import(${file})))`, {
    eval: true,
    resourceLimits,
  })
}
