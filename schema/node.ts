import { allDamages } from '../api/domain/claim-file.ts'
import { loadAssessment } from './assessment.ts'
import { loadBatch } from './batch.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { claimOfId, kindOfId } from './ids.ts'
import { loadPhoto } from './photo.ts'

/** Whatever an id names, for the tenant that asks; null for what is not there or not theirs. */
async function loadNode(id: string, context: Context) {
  const kind = kindOfId(id)
  if (kind === 'VehiclePhoto') return loadPhoto(id, context)
  if (kind === 'Batch') return loadBatch(id, context)
  if (kind === 'Assessment') return loadAssessment(id, context)
  const file = kind ? await context.loaders.file.load(claimOfId(id)) : null
  if (!file) return null
  return kind === 'Claim' ? file.head : (allDamages(file).find((one) => one.id === id) ?? null)
}

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadNode(id, context),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    args: { ids: t.arg.idList({ required: true }) },
    resolve: (_root, { ids }, context) => Promise.all(ids.slice(0, 100).map((id) => loadNode(id, context))),
  }),
}))
