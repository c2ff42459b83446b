import { ModelDown } from '../../api/model/errors.ts'
import type { Model, ModelRequest } from '../../api/model/sagemaker-model.ts'
import type { Assessment, Damage, Part } from '../../inference/contract.ts'
import type { Ring } from '../../inference/geometry/types.ts'

/** A rectangle of x, y, width and height. */
export const rectangle = (x: number, y: number, w: number, h: number): Ring => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
]

const bumperRing = rectangle(100, 100, 600, 400)
const scratchRing = rectangle(200, 200, 160, 80)

export const bumper: Part = {
  name: 'front_bumper',
  confidence: 0.97,
  bbox: [100, 100, 600, 400],
  polygon: bumperRing,
  polygons: [bumperRing],
  areaPct: 50,
}

export const scratch: Damage = {
  type: 'scratch',
  confidence: 0.9,
  part: 'front_bumper',
  partConfidence: 0.95,
  plausible: true,
  severity: 'minor',
  bbox: [200, 200, 160, 80],
  polygon: scratchRing,
  polygons: [scratchRing],
  areaPct: 2.67,
  partAreaPct: 5.33,
  vehicleAreaPct: 5.33,
}

/** What the model says of an 800x600 photo with a scratched bumper. */
export const answer: Assessment = {
  width: 800,
  height: 600,
  vehicle: true,
  damaged: true,
  damagedAreaPct: 2.67,
  damages: [scratch],
  parts: [bumper],
  quality: {
    sharpness: 100,
    brightness: 0.5,
    glare: 0,
    megapixels: 0.48,
    reason: null,
    advice: null,
    shouldRetake: false,
  },
  model: { name: 'fake', version: '1', preprocessing: 'fake-1' },
  device: 'cpu',
  ms: { total: 1 },
}

export interface FakeModel extends Model {
  requests: ModelRequest[]
  /** What it does with the next request, and all after it. */
  behave(next: (request: ModelRequest, count: number) => Promise<Assessment> | Assessment): void
}

/** A model that answers as it is told. */
export function createFakeModel(): FakeModel {
  const requests: ModelRequest[] = []
  let behaviour: (request: ModelRequest, count: number) => Promise<Assessment> | Assessment = () => answer
  return {
    requests,
    behave(next) {
      behaviour = next
    },
    async assess(request) {
      requests.push(request)
      return behaviour(request, requests.length)
    },
  }
}

export const down = (): never => {
  throw new ModelDown('ECONNREFUSED')
}

/** Never answers, but for an abort. */
export const silent = ({ signal }: ModelRequest): Promise<Assessment> =>
  new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
