/** An endpoint as the stacks set it up, in seconds and photos. */
export interface SimulatedEndpoint {
  asynchronous: boolean
  minInstances: number
  maxInstances: number
  secondsPerPhoto: number
  /** Photos a minute and instance that scaling aims at; of an asynchronous endpoint, waiting photos an instance. */
  target: number
  /** Photos that one container works on and holds; beyond that it answers 503. */
  places: number
  /** From the alarm until the instance works. */
  startSeconds: number
  scaleInSeconds: number
}

/** How things stand in one minute. */
export interface Minute {
  minute: number
  arrived: number
  instances: number
  /** Photos that nobody works on yet. */
  waiting: number
  /** Of the photos that ended in this minute, half took at most so long; null where none ended. */
  medianSeconds: number | null
}

export interface Burst {
  minutes: Minute[]
  /** Seconds from arrival to answer, in the order of arrival. */
  delays: number[]
  /** Photos whose caller was told to come back later, because no container had a place within the wait. */
  handedOver: number
  instanceHours: number
}

/** Callers wait so long; then the work queue has the photo. */
const WAIT_S = 20
/** Alarms of target tracking look at so many minutes before they add an instance. */
const MINUTES_TO_ALARM = 3

/**
 * What becomes of photos that come at given moments, second by second. Photos wait in one line, whichever queue holds
 * them; instances are added when the minute's figure has been above its target three times, and taken away when it
 * has been below nine tenths of it for the time to scale in.
 */
export function simulateBurst(
  endpoint: SimulatedEndpoint,
  moments: readonly number[],
  seconds: number,
): Burst {
  const { asynchronous, minInstances, maxInstances, secondsPerPhoto, target, places } = endpoint
  let instances = minInstances
  const starting: number[] = []
  const free: number[] = Array.from({ length: instances }, () => 0)
  const line: number[] = []
  const delays: number[] = []
  const minutes: Minute[] = []
  let [next, handedOver, above, belowSince, instanceSeconds] = [0, 0, 0, 0, 0]
  let [arrived, ended]: [number, number[]] = [0, []]

  for (let now = 0; now < seconds || line.length > 0 || now % 60 !== 0; now++) {
    while (starting[0] !== undefined && starting[0] <= now) {
      starting.shift()
      instances++
      free.push(now)
      // What was too little before is judged anew with the instance that came.
      belowSince = 0
    }
    instanceSeconds += instances + starting.length
    for (; next < moments.length && (moments[next] as number) < now + 1; next++) {
      line.push(moments[next] as number)
      arrived++
      const ahead = line.length / Math.max(1, instances)
      if (!asynchronous && (ahead > places || ahead * secondsPerPhoto > WAIT_S)) handedOver++
    }
    // Whoever is free takes the first in line, until the second is over.
    for (let i = 0; line.length > 0; ) {
      i = free.reduce((best, at, j) => (at < (free[best] ?? Number.POSITIVE_INFINITY) ? j : best), 0)
      const at = free[i]
      if (at === undefined || Math.max(at, line[0] as number) >= now + 1) break
      const came = line.shift() as number
      const end = Math.max(at, came, now) + secondsPerPhoto
      free[i] = end
      delays.push(end - came)
      ended.push(end - came)
    }
    if (now % 60 !== 59) continue

    const running = instances + starting.length
    const figure = asynchronous
      ? running === 0
        ? line.length * Number.POSITIVE_INFINITY || 0
        : line.length / running
      : arrived / Math.max(1, running)
    above = figure > target ? above + 1 : 0
    if (figure < target * 0.9) belowSince ||= now
    else belowSince = 0
    // The first instance of all has an alarm of its own, which rings at once.
    const wakes = asynchronous && running === 0 && line.length > 0
    if ((wakes || above >= MINUTES_TO_ALARM) && running < maxInstances) {
      const wanted = wakes ? 1 : Math.min(maxInstances, Math.ceil((running * figure) / target))
      for (let i = running; i < Math.max(wanted, running + 1); i++) starting.push(now + endpoint.startSeconds)
      above = 0
    } else if (
      belowSince > 0 &&
      now - belowSince >= endpoint.scaleInSeconds &&
      instances > minInstances &&
      (!asynchronous || line.length === 0)
    ) {
      instances--
      free.sort((a, b) => b - a).pop()
      belowSince = now
    }
    minutes.push({
      minute: (now + 1) / 60,
      arrived,
      instances,
      waiting: line.length,
      medianSeconds: median(ended),
    })
    arrived = 0
    ended = []
  }
  return { minutes, delays, handedOver, instanceHours: instanceSeconds / 3600 }
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
