import type { Picture } from '../../edge/picture/picture.ts'
import type { Device } from './device.ts'
import { ModelUnusable, RunFailed } from './errors.ts'
import { startSessionThread } from './session-thread.ts'

/** An output as ONNX Runtime gives it: unchecked. */
export interface RawTensor {
  type: string
  dims: readonly number[]
  data: unknown
}

export type RawOutputs = Record<string, RawTensor | undefined>

/** A loaded graph that takes a picture. Its runs happen one after the other. */
export interface Session {
  readonly device: Device
  /** @throws RunFailed */
  run(picture: Picture): Promise<RawOutputs>
  /** Waits for runs under way, then frees the graph's memory. */
  close(): Promise<void>
}

export interface SessionOptions {
  /** Contents of the ONNX file. */
  model: Uint8Array
  /** Its name, for messages. */
  file: string
  device: Device
  /** Threads that share the work of one run. */
  threads: number
}

const inputName = 'image'
export const outputNames = ['boxes', 'labels', 'scores', 'masks'] as const

/**
 * Loads a graph into ONNX Runtime, in a thread of its own.
 *
 * @throws ModelUnusable when the runtime refuses it on this device, or its inputs and outputs are others
 */
export async function openSession({ model, file, device, threads }: SessionOptions): Promise<Session> {
  const thread = startSessionThread()
  try {
    const options = runtimeOptions(device, threads)
    const graph = (await thread.ask({ ask: 'open', model, options })) as GraphNames
    const problem = signatureProblem(graph)
    if (problem) throw new Error(problem)
  } catch (error) {
    await thread.terminate()
    throw new ModelUnusable(file, reasonOf(error))
  }
  return {
    device,
    async run({ data, width, height }) {
      const copy = new Uint8Array(data)
      try {
        return (await thread.ask({ ask: 'run', data: copy, width, height }, [copy.buffer])) as RawOutputs
      } catch (error) {
        throw new RunFailed(file, reasonOf(error))
      }
    },
    async close() {
      await thread.ask({ ask: 'close' }).catch(() => {})
      await thread.ended
    },
  }
}

/** How ONNX Runtime is set up; bench/session-options.ts compares it with what else there is. */
export function runtimeOptions(device: Device, threads: number) {
  return {
    executionProviders: device === 'cuda' ? ['cuda', 'cpu'] : ['cpu'],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    // Plans an allocation for each new picture size and keeps it: photos have many sizes.
    enableMemPattern: false,
    extra: {
      session: {
        // Weights are stored as int8 with DequantizeLinear: without this they are not folded at
        // load but dequantised in every run.
        disable_quant_qdq: '1',
        // Threads that wait for each other by spinning keep the other model, or whatever else runs here, from the cores.
        intra_op: { allow_spinning: '0' },
      },
    },
  }
}

interface GraphNames {
  inputs: readonly string[]
  outputs: readonly string[]
}

function signatureProblem({ inputs, outputs }: GraphNames): string | null {
  if (inputs.length !== 1 || inputs[0] !== inputName) {
    return `its inputs are ${inputs.join(', ')} instead of ${inputName}`
  }
  const missing = outputNames.filter((name) => !outputs.includes(name))
  return missing.length > 0 ? `it lacks the outputs ${missing.join(', ')}` : null
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
