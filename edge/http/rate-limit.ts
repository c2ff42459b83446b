import { TooManyRequests } from './errors.ts'

export interface RateLimitOptions {
  /** Requests a client may send in a minute, over time. */
  perMinute: number
  /** Requests it may send at once after a pause. */
  burst: number
  /** Clients remembered; beyond that the one unseen for longest is forgotten. @default 10000 */
  maxClients?: number
  /** Milliseconds; any clock that does not run backwards. */
  now?: () => number
}

export interface RateLimit {
  /** @throws TooManyRequests */
  count(client: string): void
  readonly clients: number
}

/**
 * A token bucket per client: each request takes a token, tokens come back at an even rate.
 * Forgetting a client gives it a full bucket, so that memory stays bounded whoever knocks.
 */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { perMinute, burst, maxClients = 10_000, now = () => performance.now() } = options
  const perMs = perMinute / 60_000
  // In order of last use: a Map keeps the order in which keys were put.
  const buckets = new Map<string, { tokens: number; at: number }>()

  return {
    get clients() {
      return buckets.size
    },
    count(client) {
      const at = now()
      const known = buckets.get(client)
      const tokens = known ? Math.min(burst, known.tokens + (at - known.at) * perMs) : burst
      buckets.delete(client)
      if (buckets.size >= maxClients) buckets.delete(buckets.keys().next().value as string)
      buckets.set(client, { tokens: tokens >= 1 ? tokens - 1 : tokens, at })
      if (tokens < 1)
        throw new TooManyRequests(perMinute, Math.max(1, Math.ceil((1 - tokens) / perMs / 1000)))
    },
  }
}
