/** Numbers from 0 to 1, the same for the same seed (mulberry32), so that a simulation says the same twice. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Moments at which photos come, at random, as many a second as `rate` says for each moment. */
export function arrivals(rate: (second: number) => number, seconds: number, seed: number): number[] {
  const random = createRandom(seed)
  let highest = 0
  for (let second = 0; second < seconds; second++) highest = Math.max(highest, rate(second))
  const moments: number[] = []
  // Thinning: candidates at the highest rate, kept with the share that the moment's rate has of it.
  for (let t = 0; ; ) {
    t -= Math.log(1 - random()) / highest
    if (t >= seconds) return moments
    if (random() * highest < rate(t)) moments.push(t)
  }
}

/** The value that a share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
