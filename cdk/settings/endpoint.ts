import type { Settings } from './settings.ts'

/** How the endpoint is to be, with every default filled in. */
export interface Endpoint {
  name: string
  variant: string
  device: 'cuda' | 'cpu'
  asynchronous: boolean
  instanceType: string
  minInstances: number
  maxInstances: number
  photosPerMinute: number
  /** Photos that one container assesses at once, and that may wait in it. */
  concurrency: number
  queue: number
}

/** From the settings, and from what was measured (docs/performance.md). */
export function endpointOf({ name, inference, model }: Settings): Endpoint {
  const cpu = inference === 'cpu'
  const asynchronous = inference === 'async'
  return {
    name: `${name}-model`,
    variant: 'main',
    device: cpu ? 'cpu' : 'cuda',
    asynchronous,
    instanceType: model.instanceType ?? (cpu ? 'ml.c7i.xlarge' : 'ml.g4dn.xlarge'),
    minInstances: model.minInstances ?? (asynchronous ? 0 : 1),
    maxInstances: model.maxInstances,
    photosPerMinute: model.photosPerMinute ?? (cpu ? 60 : 300),
    // A GPU prepares one photo on the processor while it computes another; cores have nothing to overlap.
    concurrency: cpu ? 1 : 2,
    queue: 8,
  }
}
