import { builder } from './builder.ts'
import './scalars.ts'
import './enums.ts'
import './errors.ts'
import './claim.ts'
import './photo.ts'
import './assessment.ts'
import './damage.ts'
import './part.ts'
import './claim-summary.ts'
import './audit-event.ts'
import './assess-damage.ts'
import './review.ts'
import './compare.ts'
import './model-info.ts'
import './export-annotations.ts'
import './erasure.ts'
import './api-key.ts'
import './viewer.ts'
import './node.ts'
import './assessment-updated.ts'
import './batch.ts'
import './batch-changes.ts'
import './webhook.ts'

builder.queryType({})
builder.mutationType({})

export const schema = builder.toSchema()
