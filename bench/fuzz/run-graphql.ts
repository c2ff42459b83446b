import { setTimeout as sleep } from 'node:timers/promises'
import { schema } from '../../schema/schema.ts'
import { createRandom } from '../faults/random.ts'
import { wrongWith } from './graphql-answer.ts'
import { requestFor } from './graphql-requests.ts'
import { createRandomOperations, type KnownIds } from './random-operation.ts'
import type { Fetch } from './send-zip.ts'

/** Nobody waits longer; a subscription that is alive is left then. */
const PATIENCE_MS = 30_000
const SUBSCRIBED_MS = 1000

/**
 * Asks so many random operations, some at once.
 *
 * @returns what was wrong with the answers
 */
export async function fuzzGraphql(
  fetch: Fetch,
  ids: () => KnownIds,
  { count, seed, concurrency = 4 }: { count: number; seed: number; concurrency?: number },
): Promise<string[]> {
  const random = createRandom(seed)
  const operation = createRandomOperations(schema, random, ids)
  const wrong: string[] = []
  let left = count
  const lane = async () => {
    while (left-- > 0) {
      const { path, ...init } = requestFor(operation, random)
      const answer = await answerTo(fetch, path, init)
      const complaint = answer && wrongWith(answer)
      if (complaint) wrong.push(`${complaint} FOR ${path} ${String(init.body ?? '').slice(0, 1500)}`)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  return wrong
}

async function answerTo(fetch: Fetch, path: string, init: RequestInit) {
  const stop = new AbortController()
  const late = setTimeout(() => stop.abort(), PATIENCE_MS)
  try {
    const response = await fetch(path, { ...init, signal: stop.signal })
    const contentType = response.headers.get('content-type') ?? ''
    if (contentType.includes('text/event-stream')) {
      await sleep(SUBSCRIBED_MS)
      stop.abort()
      return { status: response.status, contentType, text: '' }
    }
    return { status: response.status, contentType, text: await response.text() }
  } catch (error) {
    const why = stop.signal.aborted ? `no answer within ${PATIENCE_MS / 1000} s` : `no answer: ${error}`
    return { status: 599, contentType: '', text: why }
  } finally {
    clearTimeout(late)
  }
}
