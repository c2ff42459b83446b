import type { Assessment } from '../../../inference/contract.ts'
import type { AssessOptions } from '../../../inference/runtime/assessor.ts'

/** An answer that is right by the contract. */
export const someAssessment: Assessment = {
  width: 10,
  height: 10,
  vehicle: false,
  damaged: false,
  damagedAreaPct: 0,
  damages: [],
  parts: [],
  quality: {
    sharpness: 100,
    brightness: 100,
    glare: 0,
    megapixels: 1,
    reason: null,
    advice: null,
    shouldRetake: false,
  },
  model: { name: 'fake', version: '1', preprocessing: 'fake' },
  device: 'cpu',
  ms: { total: 1 },
}

/** An assessor whose photos end when the test says so. */
export function createFakeAssessor() {
  const running: { body: string; options: AssessOptions; end: () => void; fail: (error: Error) => void }[] =
    []
  let health: Error | null = null
  let most = 0
  let active = 0
  return {
    /** Photos in work, in the order in which they came; ended ones stay in the list. */
    running,
    /** How many were in work at the same time at most. */
    most: () => most,
    breakCheck: (error: Error | null) => {
      health = error
    },
    assess: (bytes: Uint8Array, options: AssessOptions = {}) =>
      new Promise<{ assessment: Assessment; picture: never }>((resolve, reject) => {
        most = Math.max(most, ++active)
        running.push({
          body: new TextDecoder().decode(bytes),
          options,
          end: () => {
            active--
            resolve({ assessment: someAssessment, picture: undefined as never })
          },
          fail: (error) => {
            active--
            reject(error)
          },
        })
      }),
    check: async () => {
      if (health) throw health
    },
  }
}
