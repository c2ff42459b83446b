import type { Comparison } from '../api/domain/compare.ts'
import { builder } from './builder.ts'
import { DamageType } from './damage.ts'
import { claimErrors } from './errors.ts'

const KnownDamage = builder.objectRef<Comparison['known'][number]>('KnownDamage').implement({
  fields: (t) => ({
    before: t.field({ type: DamageType, resolve: ({ before }) => before }),
    after: t.field({ type: DamageType, resolve: ({ after }) => after }),
  }),
})

const ComparisonType = builder.objectRef<Comparison>('Comparison').implement({
  description: 'What changed between two visits of a vehicle.',
  fields: (t) => ({
    new: t.field({ type: [DamageType], description: 'Seen now only.', resolve: ({ added }) => added }),
    known: t.field({ type: [KnownDamage], description: 'Seen both times.', resolve: ({ known }) => known }),
    repaired: t.field({
      type: [DamageType],
      description: 'Seen before only.',
      resolve: ({ repaired }) => repaired,
    }),
    notInView: t.field({
      type: [DamageType],
      description: 'Seen before, on a part that is not in view now: nothing can be said.',
      resolve: ({ notInView }) => notInView,
    }),
  }),
})

builder.queryField('compare', (t) =>
  t.field({
    type: ComparisonType,
    description: 'Compares two photos, or two visits of a vehicle as claims.',
    errors: { types: claimErrors },
    args: {
      before: t.arg.id({ required: true, description: 'A claim, or an assessed photo.' }),
      after: t.arg.id({ required: true }),
    },
    resolve: (_root, { before, after }, { api, principal }) => api.compare(principal, before, after),
  }),
)
