import { invalid, NotFound } from '../errors.ts'
import { type Principal, requireRole } from '../principal.ts'
import type { Outbox } from '../webhooks/outbox/outbox.ts'
import type { OwnWebhook } from '../webhooks/outbox/settings.ts'

export interface ResendEventsDeps {
  /** Null where this server delivers none itself. */
  outbox: Outbox | null
  webhooks: readonly Pick<OwnWebhook, 'name' | 'tenant'>[]
}

/** Events that were tried in vain, of the tenant's own receivers, for its admins. */
export interface ResendEvents {
  /** How many were put aside. @throws ApiError */
  undelivered(principal: Principal, webhook: string): Promise<number>
  /** Has them delivered once more. @returns how many @throws ApiError */
  resend(principal: Principal, webhook: string): Promise<number>
}

export function createResendEvents({ outbox, webhooks }: ResendEventsDeps): ResendEvents {
  function check(principal: Principal, webhook: string): Outbox {
    requireRole(principal, 'admin')
    if (!outbox) throw invalid('webhook', 'a server that delivers webhooks itself', 'one that does not')
    if (!webhooks.some(({ name, tenant }) => name === webhook && tenant === principal.tenant))
      throw new NotFound('Webhook', webhook)
    return outbox
  }
  return {
    undelivered: async (principal, webhook) => check(principal, webhook).undelivered(webhook),
    resend: async (principal, webhook) => check(principal, webhook).resend(webhook),
  }
}
