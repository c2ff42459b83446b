import { builder } from './builder.ts'
import { claimErrors } from './errors.ts'

const UndeliveredEvents = builder
  .objectRef<{ webhook: string; count: number }>('UndeliveredEvents')
  .implement({
    description: 'Events that a receiver did not take in twenty attempts.',
    fields: (t) => ({
      webhook: t.exposeString('webhook'),
      count: t.exposeInt('count', { description: 'How many there are, or were sent again.' }),
    }),
  })

builder.queryField('undeliveredEvents', (t) =>
  t.field({
    type: UndeliveredEvents,
    description: 'How many events wait to be sent again, 1,000 at most. For admins, on one machine.',
    args: { webhook: t.arg.string({ required: true, description: 'Its name in `WEBHOOKS`.' }) },
    resolve: async (_root, { webhook }, { api, principal }) => ({
      webhook,
      count: await api.resendEvents.undelivered(principal, webhook),
    }),
  }),
)

builder.mutationField('resendEvents', (t) =>
  t.field({
    type: UndeliveredEvents,
    description: 'Has those events delivered that were tried in vain. For admins, on one machine.',
    errors: { types: claimErrors },
    args: { webhook: t.arg.string({ required: true, description: 'Its name in `WEBHOOKS`.' }) },
    resolve: async (_root, { webhook }, { api, principal }) => ({
      webhook,
      count: await api.resendEvents.resend(principal, webhook),
    }),
  }),
)
