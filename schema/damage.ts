import { findPhoto, type ReviewedDamage } from '../api/domain/claim-file.ts'
import type { Damage } from '../inference/contract.ts'
import { AssessmentType } from './assessment.ts'
import { AuditEventType } from './audit-event.ts'
import { builder } from './builder.ts'
import { ClaimType } from './claim.ts'
import type { Context } from './context.ts'
import { AreaOf, DamageStateEnum, Severity, Space } from './enums.ts'
import { normalizedBox, normalizedRing, polygonDescription } from './outlines.ts'
import { photoInClaim, VehiclePhoto } from './photo.ts'

const loadFile = async ({ claimId }: ReviewedDamage, { loaders }: Context) => {
  const file = await loaders.file.load(claimId)
  if (!file) throw new Error(`Expected the claim of damage ${claimId} but received none`)
  return file
}

const photoOf = async (damage: ReviewedDamage, context: Context) => {
  const found = findPhoto(await loadFile(damage, context), damage.photoId)
  if (!found) throw new Error(`Expected photo ${damage.photoId} of a damage but received none`)
  return found.photo
}

const space = { type: Space, required: true, defaultValue: 'NORMALIZED' } as const

const OriginalDamage = builder.objectRef<Damage>('OriginalDamage').implement({
  description: 'What the model said of a damage that a person corrected.',
  fields: (t) => ({
    type: t.exposeString('type'),
    part: t.exposeString('part', { nullable: true }),
    severity: t.expose('severity', { type: Severity }),
    confidence: t.exposeFloat('confidence'),
    areaPct: t.exposeFloat('areaPct'),
  }),
})

export const DamageType = builder.objectRef<ReviewedDamage>('Damage')

builder.node(DamageType, {
  description: 'One damage on one photo, as the model found it and people judged it.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => 'areaPct' in (value as object),
  fields: (t) => ({
    type: t.exposeString('type', {
      description: 'One of the damage classes that `model` lists, such as `scratch`.',
    }),
    part: t.exposeString('part', {
      nullable: true,
      description: 'The part that covers most of it, such as `front_bumper`; null where none covers enough.',
    }),
    severity: t.expose('severity', { type: Severity }),
    confidence: t.exposeFloat('confidence', {
      description: 'Calibrated probability, 0 to 1, that a person would mark it; 1 for what a person drew.',
    }),
    partConfidence: t.exposeFloat('partConfidence', { nullable: true }),
    plausible: t.exposeBoolean('plausible', {
      nullable: true,
      description: 'Whether this type occurs on that part; null where that is unknown.',
    }),
    state: t.expose('state', { type: DamageStateEnum }),
    areaPct: t.float({
      nullable: true,
      description:
        'Its share in percent of the photo, or of the vehicle or the part as far as the photo shows them; ' +
        'null where the model saw neither.',
      args: { of: t.arg({ type: AreaOf, required: true, defaultValue: 'PHOTO' }) },
      resolve: ({ areaPct, vehicleAreaPct, partAreaPct }, { of }) =>
        of === 'PHOTO' ? areaPct : of === 'VEHICLE' ? vehicleAreaPct : partAreaPct,
    }),
    polygon: t.field({
      type: 'Polygon',
      description: polygonDescription,
      args: { space: t.arg(space) },
      resolve: ({ polygon, photoSize }, args) =>
        args.space === 'PIXEL' ? polygon : normalizedRing(polygon, photoSize),
    }),
    polygons: t.field({
      type: ['Polygon'],
      description: 'All of its pieces, largest first.',
      args: { space: t.arg(space) },
      resolve: ({ polygons, photoSize }, args) =>
        args.space === 'PIXEL' ? polygons : polygons.map((ring) => normalizedRing(ring, photoSize)),
    }),
    box: t.field({
      type: 'Box',
      args: { space: t.arg(space) },
      resolve: ({ bbox, photoSize }, args) =>
        args.space === 'PIXEL' ? bbox : normalizedBox(bbox, photoSize),
    }),
    photo: t.field({
      type: VehiclePhoto,
      resolve: async (damage, _args, context) => photoInClaim(await photoOf(damage, context), damage.claimId),
    }),
    cropUrl: t.string({
      description:
        'A picture of the damage and what is around it, cut out of the original: a JPEG of at most 1024 pixels a ' +
        'side. The link needs no credentials and ends after a while.',
      resolve: ({ bbox, photoId, photoSize }, _args, { api, absolute }) => {
        const [left = 0, top = 0, width = 0, height = 0] = normalizedBox(bbox, photoSize)
        return absolute(api.links.crop(photoId, { left, top, width, height }))
      },
    }),
    claim: t.field({
      type: ClaimType,
      resolve: async (damage, _args, context) => (await loadFile(damage, context)).head,
    }),
    assessment: t.field({
      type: AssessmentType,
      nullable: true,
      description: 'The assessment that found it; null where a person added it.',
      resolve: async (damage, _args, context) =>
        (await loadFile(damage, context)).assessments.find(({ id }) => id === damage.assessmentId) ?? null,
    }),
    original: t.expose('original', {
      type: OriginalDamage,
      nullable: true,
      description: 'What the model said, where a person corrected it.',
    }),
    history: t.field({
      type: [AuditEventType],
      description: 'What people said about it, oldest first.',
      resolve: async (damage, _args, context) => {
        const { events } = await loadFile(damage, context)
        return events.filter(({ action }) => 'damageId' in action && action.damageId === damage.id)
      },
    }),
  }),
})
