import { z } from 'zod'

/** Receivers of a server's own webhooks. Whoever runs the server names them, inside its network or not. */
export const ownWebhooksSchema = z
  .array(
    z.strictObject({
      /** Names it in the log, and for sending again. */
      name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'Expected small letters, digits and dashes'),
      /** Whose events it is told of. */
      tenant: z.string().min(1),
      url: z.url({ protocol: /^https?$/, error: 'Expected an http or https address' }),
      /** What deliveries are signed with, the newest first; while they change there are two. */
      secrets: z.array(z.string().min(16, 'Expected at least 16 characters')).min(1).max(2),
    }),
  )
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
    message: 'Expected a name of its own for each webhook',
  })

export type OwnWebhook = z.infer<typeof ownWebhooksSchema>[number]
