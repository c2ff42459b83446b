import { allDamages, findPhoto, foundDamages } from '../api/domain/claim-file.ts'
import type { AssessmentFailure, AssessmentRecord } from '../api/domain/records.ts'
import { builder } from './builder.ts'
import { ClaimType } from './claim.ts'
import type { Context } from './context.ts'
import { DamageType } from './damage.ts'
import { AssessmentStatusEnum, Detail, ReviewReasonEnum } from './enums.ts'
import { claimOfId } from './ids.ts'
import { PartType } from './part.ts'
import { photoInClaim, QualityType, VehiclePhoto } from './photo.ts'

export const FailureType = builder.objectRef<AssessmentFailure>('AssessmentFailure').implement({
  description: 'Why an assessment failed.',
  fields: (t) => ({
    code: t.exposeString('code'),
    message: t.exposeString('message'),
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      nullable: true,
      description: 'When assessing the photo again may succeed; null where it is no help.',
    }),
    shouldRetake: t.exposeBoolean('shouldRetake'),
  }),
})

const AnsweringModel = builder
  .objectRef<{ name: string; version: string; preprocessing: string }>('AnsweringModel')
  .implement({
    description: 'Which model answered.',
    fields: (t) => ({
      name: t.exposeString('name'),
      version: t.exposeString('version'),
      preprocessing: t.exposeString('preprocessing'),
    }),
  })

const loadFile = async ({ claimId }: AssessmentRecord, { loaders }: Context) => {
  const file = await loaders.file.load(claimId)
  if (!file) throw new Error(`Expected claim ${claimId} of an assessment but received none`)
  return file
}

export const AssessmentType = builder.objectRef<AssessmentRecord>('Assessment')

builder.node(AssessmentType, {
  description: 'What the model said about one photo, once. Every assessment reaches a final status.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => 'attempts' in (value as object),
  fields: (t) => ({
    status: t.expose('status', { type: AssessmentStatusEnum }),
    detail: t.expose('detail', { type: Detail }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    claim: t.field({
      type: ClaimType,
      resolve: async (one, _args, context) => (await loadFile(one, context)).head,
    }),
    photo: t.field({
      type: VehiclePhoto,
      resolve: async (one, _args, context) => {
        const found = findPhoto(await loadFile(one, context), one.photoId)
        if (!found) throw new Error(`Expected photo ${one.photoId} of an assessment but received none`)
        return photoInClaim(found.photo, one.claimId)
      },
    }),
    damages: t.field({
      type: [DamageType],
      description: 'What it found, after reviews; rejected ones only when asked for.',
      args: { rejected: t.arg.boolean({ required: true, defaultValue: false }) },
      resolve: async (one, { rejected }, context) => {
        if (!one.answer) return []
        const reviewed = allDamages(await loadFile(one, context)).filter(
          ({ assessmentId }) => assessmentId === one.id,
        )
        // A later assessment of the photo counts instead of this one: this is what it had found.
        const damages = reviewed.length > 0 ? reviewed : foundDamages(one)
        return rejected ? damages : damages.filter(({ state }) => state !== 'REJECTED')
      },
    }),
    parts: t.field({
      type: [PartType],
      resolve: ({ answer }) =>
        (answer?.parts ?? []).map((part) => ({ ...part, photo: answer as NonNullable<typeof answer> })),
    }),
    vehicle: t.boolean({
      nullable: true,
      description: 'Whether a vehicle is in view; null until the model has answered.',
      resolve: ({ answer }) => answer?.vehicle ?? null,
    }),
    damagedAreaPct: t.float({
      nullable: true,
      description: 'Share of the photo in percent that all damages together cover, as the model found them.',
      resolve: ({ answer }) => answer?.damagedAreaPct ?? null,
    }),
    quality: t.field({ type: QualityType, nullable: true, resolve: ({ answer }) => answer?.quality ?? null }),
    reviewReasons: t.field({ type: [ReviewReasonEnum], resolve: ({ reviewReasons }) => reviewReasons }),
    failure: t.expose('failure', { type: FailureType, nullable: true }),
    model: t.field({ type: AnsweringModel, nullable: true, resolve: ({ answer }) => answer?.model ?? null }),
  }),
})

export async function loadAssessment(
  id: string,
  { loaders }: Pick<Context, 'loaders'>,
): Promise<AssessmentRecord | null> {
  const file = await loaders.file.load(claimOfId(id))
  return file?.assessments.find((one) => one.id === id) ?? null
}

builder.queryField('assessment', (t) =>
  t.field({
    type: AssessmentType,
    description: 'How an assessment stands, to be polled; null where there is none of this tenant’s.',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadAssessment(id, context),
  }),
)
