import { allDamages } from '../api/domain/claim-file.ts'
import { invalid } from '../api/errors.ts'
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

const MAX_IDS = 100

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    description: 'Whatever has this id; null where there is none, or it is another tenant’s.',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadNode(id, context),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    description: 'The same for up to 100 ids, in their order.',
    nullable: { list: false, items: true },
    args: { ids: t.arg.idList({ required: true }) },
    resolve: (_root, { ids }, context) => {
      if (ids.length > MAX_IDS) throw invalid('ids', `at most ${MAX_IDS} ids`, ids.length)
      return Promise.all(ids.map((id) => loadNode(id, context)))
    },
  }),
}))
