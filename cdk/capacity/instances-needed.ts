import { arrivals, quantile } from './random.ts'

/** Photos in a simulated run: enough that one in twenty is hundreds. */
const PHOTOS = 20_000

/** How long nineteen of twenty photos take at most, waiting included, in seconds. */
export function p95Seconds(photosPerSecond: number, instances: number, secondsPerPhoto: number): number {
  const free = Array.from({ length: instances }, () => 0)
  const taken = arrivals(() => photosPerSecond, PHOTOS / photosPerSecond, 1).map((moment) => {
    let first = 0
    for (let i = 1; i < free.length; i++) if ((free[i] as number) < (free[first] as number)) first = i
    const end = Math.max(moment, free[first] as number) + secondsPerPhoto
    free[first] = end
    return end - moment
  })
  return quantile(taken, 0.95)
}

/** The fewest instances with which nineteen of twenty photos are answered in time; null where no number is enough. */
export function instancesNeeded(
  photosPerSecond: number,
  withinSeconds: number,
  secondsPerPhoto: number,
): number | null {
  if (withinSeconds < secondsPerPhoto) return null
  for (let instances = Math.max(1, Math.ceil(photosPerSecond * secondsPerPhoto)); ; instances++) {
    if (p95Seconds(photosPerSecond, instances, secondsPerPhoto) <= withinSeconds) return instances
  }
}
