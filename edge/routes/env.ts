import type { Context } from 'hono'
import type { Logger } from 'pino'

/** What is known of a request while it is answered. */
export type EdgeEnv = { Variables: { requestId: string; log: Logger } }
export type EdgeContext = Context<EdgeEnv>
