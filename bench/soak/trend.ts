import { median } from '../statistics.ts'

/** What a figure did over time: its level, and how it grows. */
export interface Trend {
  level: number
  /** An hour, by the slope that is the median of all pairs' (Theil and Sen): outliers do not move it. */
  perHour: number
}

/** @param samples seconds and value, in order of time */
export function trendOf(samples: readonly (readonly [number, number])[]): Trend {
  const slopes: number[] = []
  // Of an hour's 360 samples these are some 60,000 pairs.
  for (let i = 0; i < samples.length; i++) {
    for (let j = i + 1; j < samples.length; j++) {
      const [a, b] = [samples[i] as [number, number], samples[j] as [number, number]]
      slopes.push((b[1] - a[1]) / (b[0] - a[0]))
    }
  }
  return { level: median(samples.map(([, value]) => value)), perHour: median(slopes) * 3600 }
}

/** The lowest value of every stretch of so many samples: of a heap, what is left after its garbage was collected. */
export function floorOf(
  samples: readonly (readonly [number, number])[],
  stretch: number,
): (readonly [number, number])[] {
  const floors: (readonly [number, number])[] = []
  for (let i = 0; i + stretch <= samples.length; i += stretch) {
    const lowest = samples.slice(i, i + stretch).reduce((a, b) => (b[1] < a[1] ? b : a))
    floors.push(lowest)
  }
  return floors
}
