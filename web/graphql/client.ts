import { Client, cacheExchange, fetchExchange } from 'urql'
import type { Session } from '../session/session.ts'

/** A client of the API that signs its requests, and holds those back that need a new session. */
export const createClient = (session: Session): Client =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [cacheExchange, fetchExchange],
    fetch: createFetch(session),
  })

/** `fetch` with the session's token; what is refused for want of one waits and goes out again. */
export function createFetch(
  session: Session,
  send: typeof fetch = (...args) => fetch(...args),
): typeof fetch {
  return async (input, init) => {
    for (;;) {
      const headers = new Headers(init?.headers)
      for (const [name, value] of Object.entries(session.headers())) headers.set(name, value)
      const response = await send(input, { ...init, headers })
      if (response.status !== 401 || session.config.auth === 'open') return response
      await session.renew()
    }
  }
}
