import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createApp } from '../../api/app.ts'
import { openAccess } from '../../api/auth/authenticate.ts'
import { createGraphql } from '../../api/yoga.ts'
import { silent } from './fake-model.ts'
import { openTestApi } from './open-test-api.ts'
import { ASSESS } from './operations.ts'
import { photoFile } from './photos.ts'

/** Whom open access takes everybody for. */
const owner = { tenant: 'local', subject: 'local', role: 'admin' } as const

const SUBSCRIBE = 'subscription ($id: ID!) { assessmentUpdated(id: $id) { status damages { polygon } } }'

/** The API on a port of its own: only a real connection can be hung up. */
async function listen() {
  const test = await openTestApi()
  const { api, logger } = test
  const app = createApp({
    graphql: createGraphql({ api, logger, development: true }),
    authenticate: openAccess(),
    logger,
    origins: { allowed: [], loopbackOnly: true },
    development: true,
  })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { ...test, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` }
}

describe('a client that hangs up', () => {
  it('in the middle of a subscription, at any moment, leaves the server standing', {
    timeout: 60_000,
  }, async () => {
    const { upload, model, url } = await listen()
    model.behave(silent)
    const { data } = await upload(ASSESS, await photoFile(), owner, { wait: 0 })
    const headers = { 'Content-Type': 'application/json', Accept: 'text/event-stream' }
    const body = JSON.stringify({ query: SUBSCRIBE, variables: { id: data.assessDamage.id } })
    let heard = 0
    for (let i = 0; i < 30; i++) {
      const hangUp = new AbortController()
      const late = setTimeout(() => hangUp.abort(), 10 * i)
      await fetch(url, { method: 'POST', headers, body, signal: hangUp.signal })
        .then(async (response) => {
          for await (const _ of response.body as ReadableStream) {
            heard++
            if (i % 2) hangUp.abort()
          }
        })
        .catch(() => {})
      clearTimeout(late)
    }
    // What goes wrong in the stream does so after the connection is gone: vitest reports it as unhandled.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(heard).toBeGreaterThan(0)
    const asked = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    })
    expect(await asked.json()).toEqual({ data: { __typename: 'Query' } })
  })
})
