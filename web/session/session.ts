import type { DeskConfig } from './desk-config.ts'
import type { Tokens } from './sign-in.ts'

export interface SessionState {
  /** `out` before the first sign-in; `expired` while somebody must sign in again to go on. */
  status: 'open' | 'in' | 'out' | 'expired'
  /** Who it is, where the provider says so. */
  name: string | null
}

/** Who uses the desk, and the token that proves it. */
export interface Session {
  readonly config: DeskConfig
  state(): SessionState
  subscribe(listener: () => void): () => void
  /** What to send with a request; empty in open mode. */
  headers(): Record<string, string>
  /** Who uses the desk, as a key for what is kept on this machine; null while that is not known. */
  owner(): string | null
  /** The same, and after signing out whoever that was. */
  lastOwner(): string | null
  /** The server refused a request that was sent with these headers: waits until there is a newer token. */
  renew(refused: Record<string, string>): Promise<void>
  /** Opens the provider's page; resolves when somebody came back from it. */
  signIn(): Promise<void>
  signOut(): void
}

export interface SessionDeps {
  config: DeskConfig
  /** Shows the provider's page and brings tokens back. */
  authorize: () => Promise<Tokens>
  /** Trades a refresh token for new tokens. */
  refresh: (refreshToken: string) => Promise<Tokens>
  /** Where tokens survive a reload of this tab. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  clock?: () => number
}

const KEY = 'dentgraph.session'

export function createSession({
  config,
  authorize,
  refresh,
  storage,
  clock = Date.now,
}: SessionDeps): Session {
  const listeners = new Set<() => void>()
  let tokens = readTokens()
  let state: SessionState =
    config.auth === 'open'
      ? { status: 'open', name: null }
      : tokens
        ? { status: 'in', name: tokens.name }
        : { status: 'out', name: null }
  let last = tokens?.subject ?? null
  let renewing: Promise<void> | null = null
  let renewed: (() => void) | null = null

  function change(next: SessionState) {
    state = next
    for (const listener of listeners) listener()
  }

  function keep(next: Tokens) {
    tokens = next
    last = next.subject
    storage.setItem(KEY, JSON.stringify(next))
    change({ status: 'in', name: next.name })
    renewed?.()
    renewed = null
    renewing = null
  }

  function readTokens(): Tokens | null {
    const text = storage.getItem(KEY)
    if (!text) return null
    const stored = JSON.parse(text) as Tokens
    return stored.expiresAt > clock() || stored.refreshToken ? stored : null
  }

  async function bySilence() {
    const refreshToken = tokens?.refreshToken
    if (!refreshToken) return false
    return refresh(refreshToken).then(
      (next) => {
        // Renewed tokens need not say again whose they are.
        keep({
          ...next,
          name: next.name ?? tokens?.name ?? null,
          subject: next.subject ?? tokens?.subject ?? null,
        })
        return true
      },
      () => false,
    )
  }

  const headers = (): Record<string, string> =>
    tokens ? { Authorization: `Bearer ${tokens.accessToken}` } : {}

  return {
    config,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    owner: () => (config.auth === 'open' ? 'open' : (tokens?.subject ?? null)),
    lastOwner: () => (config.auth === 'open' ? 'open' : last),
    headers,
    async renew(refused) {
      // A refusal may come late, when there is a newer token already.
      if (refused.Authorization !== headers().Authorization) return
      renewing ??= new Promise<void>((resolve) => {
        renewed = resolve
        void bySilence().then((done) => {
          if (!done) change({ status: state.status === 'in' ? 'expired' : state.status, name: state.name })
        })
      })
      await renewing
    },
    async signIn() {
      keep(await authorize())
    },
    signOut() {
      tokens = null
      storage.removeItem(KEY)
      change({ status: 'out', name: null })
    },
  }
}
