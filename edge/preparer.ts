import { availableParallelism } from 'node:os'
import { createGate } from './http/gate.ts'
import type { PhotoLimits } from './picture/limits.ts'
import { preparePhoto } from './prepare-photo.ts'
import type { Prepare } from './prepared-photo.ts'

export interface PreparerOptions {
  /** Photos prepared at once. @default the processor's cores, one more where they have threads of their own */
  concurrency?: number
  /** Photos that may wait beyond those. @default 32 */
  queue?: number
  limits?: Partial<PhotoLimits>
}

/** Prepares photos, a bounded number at a time. */
export function createPreparer(options: PreparerOptions = {}): Prepare {
  const { concurrency = availableParallelism(), queue = 32, limits = {} } = options
  const gate = createGate({ concurrency, queue })
  return (bytes, settings, { signal, handOver } = {}) =>
    gate.run(signal, () => preparePhoto(bytes, settings, limits, handOver))
}
