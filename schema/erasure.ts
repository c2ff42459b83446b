import type { BatchErasure } from '../api/batches/erase-batch.ts'
import type { Erasure } from '../api/use-cases/erase-claim.ts'
import { batching } from './batch.ts'
import { builder } from './builder.ts'
import { claimErrors } from './errors.ts'

const ErasureType = builder.objectRef<Erasure>('Erasure').implement({
  description: 'All that is kept of a claim that was erased: that it was, by whom and when.',
  fields: (t) => ({
    claimId: t.exposeID('claimId'),
    at: t.expose('at', { type: 'DateTime' }),
    actor: t.exposeString('actor', { description: 'Who did it.' }),
  }),
})

const BatchErasureType = builder.objectRef<BatchErasure>('BatchErasure').implement({
  description: 'All that is kept of a batch that was erased: that it was, by whom and when.',
  fields: (t) => ({
    batchId: t.exposeID('batchId'),
    at: t.expose('at', { type: 'DateTime' }),
    actor: t.exposeString('actor', { description: 'Who did it.' }),
  }),
})

const MOST = 100

builder.queryField('erasures', (t) =>
  t.field({
    type: [ErasureType],
    description: 'Claims that were erased, newest first, 100 at most. For admins.',
    args: { before: t.arg({ type: 'DateTime', description: 'Only what was erased before then.' }) },
    resolve: (_root, { before }, { api, principal }) =>
      api.eraseClaim.list(principal, { before: before ?? null, limit: MOST }),
  }),
)

builder.mutationField('eraseClaim', (t) =>
  t.field({
    type: ErasureType,
    description:
      'Erases a claim for good, with its photos, assessments, reviews and trail. Photos that another claim shows ' +
      'stay with that one. For admins.',
    errors: { types: claimErrors },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { api, principal, loaders }) => {
      const erasure = await api.eraseClaim.erase(principal, id)
      loaders.file.clear(id)
      return erasure
    },
  }),
)

builder.queryField('batchErasures', (t) =>
  t.field({
    type: [BatchErasureType],
    description: 'Batches that were erased, newest first, 100 at most. For admins.',
    args: { before: t.arg({ type: 'DateTime', description: 'Only what was erased before then.' }) },
    resolve: (_root, { before }, context) =>
      batching(context).eraseBatch.list(context.principal, { before: before ?? null, limit: MOST }),
  }),
)

builder.mutationField('eraseBatch', (t) =>
  t.field({
    type: BatchErasureType,
    description:
      'Erases a batch that has ended for good, with the zip it came in, its entries and their names, and its ' +
      'results. Its claims stay: they are erased one by one. For admins.',
    errors: { types: claimErrors },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => batching(context).eraseBatch.erase(context.principal, id),
  }),
)
