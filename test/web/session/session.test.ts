import { describe, expect, it } from 'vitest'
import { createFetch } from '../../../web/graphql/client.ts'
import { createSession, type SessionDeps } from '../../../web/session/session.ts'

const required = {
  auth: 'required',
  oidc: { issuer: 'https://login.test', clientId: 'desk', scope: 'openid' },
} as const
const tokens = (accessToken: string, refreshToken: string | null = null) => ({
  accessToken,
  refreshToken,
  expiresAt: 2000,
  name: 'Ada' as string | null,
  subject: 'ada' as string | null,
})

function open(change: Partial<SessionDeps> = {}) {
  const kept = new Map<string, string>()
  const deps: SessionDeps = {
    config: required,
    authorize: async () => tokens('first'),
    refresh: async () => Promise.reject(new Error('no')),
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    clock: () => 1000,
    ...change,
  }
  return { session: createSession(deps), deps }
}

/** A server that takes one token only. */
const serverFor = (token: string) => async (_input: unknown, init?: RequestInit) =>
  new Headers(init?.headers).get('Authorization') === `Bearer ${token}`
    ? Response.json({ data: 'yes' })
    : Response.json({ errors: [] }, { status: 401 })

describe('a session', () => {
  it('needs nobody in open mode', () => {
    const { session } = open({ config: { auth: 'open', oidc: null } })
    expect(session.state()).toEqual({ status: 'open', name: null })
    expect(session.headers()).toEqual({})
  })

  it('survives a reload of the tab, until it ends', async () => {
    const { session, deps } = open()
    await session.signIn()
    expect(createSession(deps).state()).toEqual({ status: 'in', name: 'Ada' })
    expect(createSession({ ...deps, clock: () => 3000 }).state().status).toBe('out')
    session.signOut()
    expect(createSession(deps).state().status).toBe('out')
  })

  it('asks to sign in again when it has ended, and sends what waited for it', async () => {
    let given = tokens('first')
    const { session } = open({ authorize: async () => given })
    await session.signIn()
    const answer = createFetch(session, serverFor('second') as typeof fetch)('/graphql', { method: 'POST' })
    await expect.poll(() => session.state().status).toBe('expired')
    given = tokens('second')
    await session.signIn()
    expect(await (await answer).json()).toEqual({ data: 'yes' })
    expect(session.state().status).toBe('in')
  })

  it.each([
    ['before the session ended', false],
    ['as they had just signed out', true],
  ])('does nothing under one name that another asked for %s', async (_when, signsOut) => {
    let given = tokens('first')
    const { session } = open({ authorize: async () => given })
    await session.signIn()
    if (signsOut) session.signOut()
    const sent: (string | null)[] = []
    const server = serverFor('second')
    const answer = createFetch(session, (async (input: unknown, init?: RequestInit) => {
      sent.push(new Headers(init?.headers).get('Authorization'))
      return server(input, init)
    }) as typeof fetch)('/graphql', { method: 'POST' })
    await expect.poll(() => session.state().status).toBe(signsOut ? 'out' : 'expired')
    given = { ...tokens('second'), subject: 'bob' }
    await session.signIn()
    expect((await answer).status).toBe(401)
    expect(sent).toEqual([signsOut ? null : 'Bearer first'])
  })

  it('sends what was asked for before anybody had signed in', async () => {
    const { session } = open()
    const answer = createFetch(session, serverFor('first') as typeof fetch)('/graphql')
    await session.signIn()
    expect((await answer).status).toBe(200)
  })

  it('does not end for the refusal of a token that it has replaced', async () => {
    const { session } = open({
      authorize: async () => tokens('first', 'once'),
      refresh: async (token) =>
        token === 'once' ? tokens('second', 'spent') : Promise.reject(new Error('no')),
    })
    await session.signIn()
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const server = serverFor('second')
    const ask = createFetch(session, (async (input: unknown, init?: RequestInit) => {
      const response = await server(input, init)
      if (input === '/late' && response.status === 401) await answered
      return response
    }) as typeof fetch)
    const late = ask('/late')
    expect((await ask('/early')).status).toBe(200)
    answer()
    expect((await late).status).toBe(200)
    expect(session.state().status).toBe('in')
  })

  it('is renewed in silence where the provider allows it', async () => {
    const { session } = open({
      authorize: async () => tokens('first', 'again'),
      refresh: async (token) => tokens(token === 'again' ? 'second' : 'wrong', 'again'),
    })
    await session.signIn()
    const ask = createFetch(session, serverFor('second') as typeof fetch)
    const answers = await Promise.all([ask('/a'), ask('/b')])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(session.state().status).toBe('in')
  })
})
