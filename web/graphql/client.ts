import { Client, cacheExchange, fetchExchange } from 'urql'
import { sendSigned } from '../session/send-signed.ts'
import type { Session } from '../session/session.ts'

/** A client of the API that signs its requests, and holds those back that need a new session. */
export const createClient = (session: Session): Client =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [cacheExchange, fetchExchange],
    fetch: createFetch(session),
  })

/** `fetch` with the session's token. */
export const createFetch =
  (session: Session, send: typeof fetch = (...args) => fetch(...args)): typeof fetch =>
  (input, init) =>
    sendSigned(
      session,
      (signature) => {
        const headers = new Headers(init?.headers)
        for (const [name, value] of Object.entries(signature)) headers.set(name, value)
        return send(input, { ...init, headers })
      },
      ({ status }) => status === 401,
    )
