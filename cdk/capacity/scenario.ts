import { endpointOf } from '../settings/endpoint.ts'
import { readSettings } from '../settings/read-settings.ts'
import { arrivals } from './random.ts'
import { type Burst, type SimulatedEndpoint, simulateBurst } from './simulate-burst.ts'

/** `npx tsx bench/versus-torch.ts`: a photo on two threads (docs/performance.md). */
export const MEASURED_CPU_SECONDS = 0.642

/** An hour and a half with a burst: one photo in ten seconds, and for a quarter of an hour three a second. */
export const scenario = { seconds: 90 * 60, calm: 0.1, burst: 3, from: 15 * 60, to: 30 * 60 } as const
const rate = (second: number) =>
  second >= scenario.from && second < scenario.to ? scenario.burst : scenario.calm

/** An instance is asked for, starts, fetches image and model, and passes its health check. */
const START_SECONDS = 360

/** Target tracking takes an instance away after fifteen minutes below its target. */
const SCALE_IN_SECONDS = 900

function simulated(inference: 'cpu' | 'async', secondsPerPhoto: number): SimulatedEndpoint {
  const { asynchronous, minInstances, maxInstances, photosPerMinute, concurrency, queue } = endpointOf(
    readSettings({ inference }),
  )
  return {
    asynchronous,
    minInstances,
    maxInstances,
    secondsPerPhoto,
    target: asynchronous ? photosPerMinute * 2 : photosPerMinute * 0.7,
    places: concurrency + queue,
    startSeconds: START_SECONDS,
    scaleInSeconds: SCALE_IN_SECONDS,
  }
}

/** The same photos on both kinds of endpoint, at the time a photo was measured to take on a CPU. */
export function simulateScenario(): { realtime: Burst; asynchronous: Burst } {
  const moments = arrivals(rate, scenario.seconds, 7)
  return {
    realtime: simulateBurst(simulated('cpu', MEASURED_CPU_SECONDS), moments, scenario.seconds),
    asynchronous: simulateBurst(simulated('async', MEASURED_CPU_SECONDS), moments, scenario.seconds),
  }
}
