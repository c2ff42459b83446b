import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from './random.ts'

export interface GraphqlAnswer {
  data?: any
  errors?: { message: string; extensions?: { code?: string; retryAfterSeconds?: number } }[]
}

/** A caller as front-ends are: it repeats what was not answered, and goes to the next server where one is gone. */
export interface Client {
  /** One GraphQL request; with a file by the multipart request specification. @throws where no answer came */
  ask(query: string, variables?: object, file?: Uint8Array<ArrayBuffer>): Promise<GraphqlAnswer>
  fetch(path: string, init?: RequestInit): Promise<Response>
}

/** Nobody waits longer for one answer. */
const PATIENCE_MS = 70_000

export function createClient(urls: readonly string[]): Client {
  let current = 0
  async function fetchFrom(path: string, init: RequestInit = {}) {
    const url = /^https?:/.test(path) ? path : `${urls[current % urls.length]}${path}`
    try {
      return await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), ...init })
    } catch (error) {
      current++
      throw error
    }
  }
  return {
    fetch: fetchFrom,
    async ask(query, variables = {}, file) {
      const operations = JSON.stringify({ query, variables })
      let init: RequestInit = { headers: { 'Content-Type': 'application/json' }, body: operations }
      if (file) {
        const form = new FormData()
        form.set('operations', operations)
        form.set('map', JSON.stringify({ 0: ['variables.photo'] }))
        form.set('0', new Blob([file]), 'car.png')
        init = { body: form }
      }
      const response = await fetchFrom('/graphql', { method: 'POST', ...init })
      const text = await response.text()
      try {
        return JSON.parse(text) as GraphqlAnswer
      } catch {
        throw new Unforeseen(`GraphQL answered ${response.status} ${text.slice(0, 200)}`)
      }
    },
  }
}

/** An answer that no fault excuses. */
export class Unforeseen extends Error {
  override readonly name = 'Unforeseen'
}

/** Codes with which the API asks to come again, or says that nobody foresaw this. */
const PASSING = [
  'INTERNAL',
  'STORE_BUSY',
  'STORAGE_FULL',
  'STORAGE_UNAVAILABLE',
  'MODEL_UNAVAILABLE',
  'MODEL_ANSWER_INVALID',
  'SERVER_BUSY',
]
export const isPassing = (code: string | undefined) => code !== undefined && PASSING.includes(code)

/**
 * Repeats until there is an answer. `attempt` gives null where it wants to be repeated.
 *
 * @throws Unforeseen
 */
export async function untilAnswered<T>(
  random: Random,
  deadline: number,
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  while (performance.now() < deadline) {
    try {
      const answer = await attempt()
      if (answer !== null) return answer
    } catch (error) {
      if (error instanceof Unforeseen) throw error
    }
    await sleep(random.between(100, 500))
  }
  return null
}
