// @ts-check
/**
 * One ONNX Runtime session in a thread of its own, because onnxruntime-node computes on the thread
 * that calls it: on the main thread a run of a second would hold up health checks, refusals and
 * timeouts for that second. Plain JavaScript, because a worker thread does not inherit the
 * TypeScript loader of the process on Node 20.
 *
 * Messages are those of inference/session.ts, answered one after the other.
 */
import { parentPort } from 'node:worker_threads'
import { InferenceSession, Tensor } from 'onnxruntime-node'

if (!parentPort) throw new Error('Expected to run as a worker thread but received no parent port')
const port = parentPort

/** What ONNX Runtime would print of a failed run reaches the caller as the failure's reason. */
const quiet = { logSeverityLevel: /** @type {const} */ (4) }

/** @type {InferenceSession | undefined} */
let session

const answers = {
  async open({ model, options }) {
    session = await InferenceSession.create(model, { ...quiet, ...options })
    return { inputs: session.inputNames, outputs: session.outputNames }
  },
  async run({ data, width, height }) {
    const outputs = await session?.run({ image: new Tensor('uint8', data, [height, width, 3]) }, quiet)
    const tensors = Object.entries(outputs ?? {})
    return Object.fromEntries(tensors.map(([name, { type, dims, data }]) => [name, { type, dims, data }]))
  },
  async close() {
    await session?.release()
  },
}

let idle = Promise.resolve()
port.on('message', ({ id, question: { ask, ...details } }) => {
  idle = idle.then(async () => {
    try {
      port.postMessage({ id, answer: await answers[ask](details) })
      if (ask === 'close') port.close()
    } catch (error) {
      port.postMessage({ id, failure: String(error) })
    }
  })
})
