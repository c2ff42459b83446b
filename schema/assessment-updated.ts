import { isFinal } from '../api/assess/leases.ts'
import type { AssessmentRecord } from '../api/domain/records.ts'
import { NotFound } from '../api/errors.ts'
import { AssessmentType, loadAssessment } from './assessment.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'

/** Another process may be at work on it: look at the store so often. */
const LOOK_AGAIN_MS = 1000

/** The assessment as it is, and again after every change, until it is final. */
async function* watch(id: string, { api, loaders, signal }: Context): AsyncGenerator<AssessmentRecord> {
  let last: AssessmentRecord | null = null
  while (!signal.aborted) {
    const change = api.changes.next(id, LOOK_AGAIN_MS, signal)
    loaders.file.clearAll()
    const current = await loadAssessment(id, { loaders })
    if (!current) throw new NotFound('Assessment', id)
    if (current.status !== last?.status) yield current
    last = current
    if (isFinal(current)) return
    await change
  }
}

builder.subscriptionType({})

builder.subscriptionField('assessmentUpdated', (t) =>
  t.field({
    type: AssessmentType,
    description:
      'An assessment now and after every change of its status, until it is final; over server-sent events.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }, context) => watch(id, context),
    resolve: (assessment) => assessment,
  }),
)
