import { allDamages, openDamages } from '../api/domain/claim-file.ts'
import { photosToReview } from '../api/domain/photos-to-review.ts'
import type { ClaimHead } from '../api/domain/records.ts'
import { summarize } from '../api/domain/summary.ts'
import { AssessmentType } from './assessment.ts'
import { AuditEventType } from './audit-event.ts'
import { builder } from './builder.ts'
import { ClaimSummaryType } from './claim-summary.ts'
import type { Context } from './context.ts'
import { DamageType } from './damage.ts'
import { ClaimStatusEnum } from './enums.ts'
import { claimErrors } from './errors.ts'
import { fresh, present } from './fresh.ts'
import { photoInClaim, VehiclePhoto } from './photo.ts'

const VehicleType = builder.objectRef<ClaimHead['vehicle']>('Vehicle').implement({
  fields: (t) => ({
    plate: t.exposeString('plate', { nullable: true }),
    vin: t.exposeString('vin', { nullable: true }),
    make: t.exposeString('make', { nullable: true }),
    model: t.exposeString('model', { nullable: true }),
    year: t.exposeInt('year', { nullable: true }),
  }),
})

const loadFile = async ({ id }: ClaimHead, { loaders }: Context) => {
  const file = await loaders.file.load(id)
  if (!file) throw new Error(`Expected claim ${id} but received none`)
  return file
}

export const ClaimType = builder.objectRef<ClaimHead>('Claim')

builder.node(ClaimType, {
  description:
    'One case of damage to one vehicle: its photos, what the model saw on them and what people said of it.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => 'damageTypes' in (value as object),
  fields: (t) => ({
    reference: t.exposeString('reference', {
      nullable: true,
      description: 'The number by which its owner knows it.',
    }),
    policyNumber: t.exposeString('policyNumber', { nullable: true }),
    vehicle: t.expose('vehicle', { type: VehicleType }),
    status: t.expose('status', { type: ClaimStatusEnum }),
    notes: t.exposeString('notes', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    version: t.int({
      description: 'Raised by every change; hand it back to change only what you have seen.',
      resolve: async (head, _args, context) => (await loadFile(head, context)).version,
    }),
    damageTypes: t.exposeStringList('damageTypes', { description: 'Of all damages that nobody rejected.' }),
    damagedParts: t.stringList({ resolve: ({ parts }) => parts }),
    damages: t.field({
      type: [DamageType],
      description: 'Of all photos, after reviews; rejected ones only when asked for.',
      args: { rejected: t.arg.boolean({ required: true, defaultValue: false }) },
      resolve: async (head, { rejected }, context) => {
        const file = await loadFile(head, context)
        return rejected ? allDamages(file) : openDamages(file)
      },
    }),
    photos: t.field({
      type: [VehiclePhoto],
      args: { ids: t.arg.idList({ description: 'Only these, in the order in which they were added.' }) },
      resolve: async (head, { ids }, context) =>
        (await loadFile(head, context)).photos
          .filter(({ photo }) => !ids || ids.includes(photo.id))
          .map(({ photo }) => photoInClaim(photo, head.id)),
    }),
    photoCount: t.int({
      resolve: async (head, _args, context) => (await loadFile(head, context)).photos.length,
    }),
    cover: t.field({
      type: VehiclePhoto,
      nullable: true,
      description: 'The photo to show it by: the one with the largest damage, else the first.',
      resolve: async (head, _args, context) => {
        const file = await loadFile(head, context)
        const [worst] = [...openDamages(file)].sort((a, b) => b.areaPct - a.areaPct)
        const shown = file.photos.find(({ photo }) => photo.id === worst?.photoId) ?? file.photos[0]
        return shown ? photoInClaim(shown.photo, head.id) : null
      },
    }),
    photosToReview: t.field({
      type: [VehiclePhoto],
      description:
        'Those at which a person should still look: damages that nobody has judged, or a poor photo.',
      resolve: async (head, _args, context) =>
        photosToReview(await loadFile(head, context)).map(({ photo }) => photoInClaim(photo, head.id)),
    }),
    assessments: t.field({
      type: [AssessmentType],
      description: 'All of them, oldest first.',
      resolve: async (head, _args, context) => (await loadFile(head, context)).assessments,
    }),
    summary: t.field({
      type: ClaimSummaryType,
      description: 'The damages of all photos put together.',
      resolve: async (head, _args, context) => {
        const file = await loadFile(head, context)
        return { claimId: head.id, ...summarize(file) }
      },
    }),
    audit: t.field({
      type: [AuditEventType],
      description: 'Who did what, oldest first.',
      args: {
        after: t.arg.int({
          required: true,
          defaultValue: 0,
          description: 'Only entries after this sequence.',
        }),
      },
      resolve: async (head, { after }, context) =>
        (await loadFile(head, context)).events.filter(({ sequence }) => sequence > after),
    }),
  }),
})

const VehicleInput = builder.inputType('VehicleInput', {
  fields: (t) => ({
    plate: t.string(),
    vin: t.string({ description: '17 letters and digits.' }),
    make: t.string(),
    model: t.string(),
    year: t.int(),
  }),
})

const ClaimInput = builder.inputType('ClaimInput', {
  description: 'What is left out stays as it is, null clears it.',
  fields: (t) => ({
    reference: t.string(),
    policyNumber: t.string(),
    vehicle: t.field({ type: VehicleInput }),
    notes: t.string(),
  }),
})

export const ClaimFilterInput = builder.inputType('ClaimFilter', {
  description: 'Claims of which all of this is true.',
  fields: (t) => ({
    status: t.field({ type: ClaimStatusEnum }),
    openedFrom: t.field({ type: 'DateTime', description: 'Opened then or later.' }),
    openedTo: t.field({ type: 'DateTime', description: 'Opened before then.' }),
    plate: t.string({ description: 'Blanks, hyphens and case do not count.' }),
    damageType: t.string(),
    part: t.string(),
    needsReview: t.boolean({
      description: 'Open claims with photos at which a person should still look.',
    }),
    search: t.string({
      description: 'Words that each begin a word of reference, policy number, plate, VIN, make or model.',
    }),
  }),
})

builder.queryFields((t) => ({
  claim: t.field({
    type: ClaimType,
    description: 'null where there is none, or it is another tenant’s.',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { loaders }) => (await loaders.file.load(id))?.head ?? null,
  }),
  claims: t.connection({
    type: ClaimType,
    description: 'Newest first. At most 100 a page, 20 unless asked otherwise.',
    // `nodes` and `edges` below count as lists of five already.
    complexity: ({ first, last }) => ({ field: 1, multiplier: Math.max(1, (first ?? last ?? 20) / 5) }),
    args: { filter: t.arg({ type: ClaimFilterInput }) },
    resolve: async (_root, { filter, ...page }, { api, principal }) => {
      const { edges, hasNextPage, hasPreviousPage } = await api.listClaims(
        principal,
        present(filter ?? {}),
        present(page),
      )
      return {
        edges,
        pageInfo: {
          hasNextPage,
          hasPreviousPage,
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
      }
    },
  }),
}))

builder.mutationFields((t) => ({
  createClaim: t.field({
    type: ClaimType,
    description: 'Opens a claim without photos; `assessDamage` and `assessBatch` open claims by themselves.',
    errors: { types: claimErrors },
    args: { input: t.arg({ type: ClaimInput }) },
    resolve: async (_root, { input }, { api, principal, loaders }) =>
      fresh(await api.editClaim.create(principal, present(input ?? {})), loaders),
  }),
  updateClaim: t.field({
    type: ClaimType,
    description: 'Changes what is said of a claim, open or closed. For adjusters.',
    errors: { types: claimErrors },
    args: {
      id: t.arg.id({ required: true }),
      input: t.arg({ type: ClaimInput, required: true }),
      version: t.arg.int({ description: 'Refuse if the claim has another version by now.' }),
    },
    resolve: async (_root, { id, input, version }, { api, principal, loaders }) =>
      fresh(await api.editClaim.update(principal, id, present(input), version ?? null), loaders),
  }),
  closeClaim: t.field({
    type: ClaimType,
    description: 'From then on it takes neither photos nor reviews, until it is reopened. For adjusters.',
    errors: { types: claimErrors },
    args: { id: t.arg.id({ required: true }), note: t.arg.string() },
    resolve: async (_root, { id, note }, { api, principal, loaders }) =>
      fresh(await api.editClaim.close(principal, id, note ?? null), loaders),
  }),
  reopenClaim: t.field({
    type: ClaimType,
    description: 'Takes photos and reviews again. For adjusters.',
    errors: { types: claimErrors },
    args: { id: t.arg.id({ required: true }), note: t.arg.string() },
    resolve: async (_root, { id, note }, { api, principal, loaders }) =>
      fresh(await api.editClaim.reopen(principal, id, note ?? null), loaders),
  }),
}))
