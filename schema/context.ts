import type { Api } from '../api/api.ts'
import type { Loaders } from '../api/loaders.ts'
import type { Principal } from '../api/principal.ts'

/** What every resolver is handed. */
export interface Context {
  principal: Principal
  /** Under which the log knows this request. */
  requestId: string
  api: Api
  /** One per request: what was read once is not read again. */
  loaders: Loaders
  /** Aborts when the client hangs up. */
  signal: AbortSignal
  /** A link of this server as a whole address. */
  absolute: (path: string) => string
}
