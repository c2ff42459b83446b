import { builder } from './builder.ts'
import { DamageType } from './damage.ts'
import { Severity, VerdictEnum } from './enums.ts'
import { claimErrors } from './errors.ts'
import { fresh, present } from './fresh.ts'
import { photoInClaim, VehiclePhoto } from './photo.ts'

const ReviewInput = builder.inputType('ReviewInput', {
  description: 'A person’s word on a damage. With CORRECT, what is left out stays as the model said.',
  fields: (t) => ({
    verdict: t.field({ type: VerdictEnum, required: true }),
    type: t.string(),
    part: t.string({ description: 'null takes the part away.' }),
    severity: t.field({ type: Severity }),
    polygons: t.field({ type: ['Polygon'], description: 'The outline redrawn, 0 to 1 across the photo.' }),
    note: t.string(),
  }),
})

const NewDamageInput = builder.inputType('NewDamageInput', {
  fields: (t) => ({
    type: t.string({ required: true }),
    part: t.string(),
    severity: t.field({ type: Severity, description: 'MODERATE unless said otherwise.' }),
    polygons: t.field({ type: ['Polygon'], required: true, description: '0 to 1 across the photo.' }),
    note: t.string(),
  }),
})

builder.mutationFields((t) => ({
  reviewDamage: t.field({
    type: DamageType,
    description:
      'Confirms, rejects or corrects a damage. What the model said stays, and who said what is on the trail.',
    errors: { types: claimErrors },
    args: {
      damage: t.arg.id({ required: true }),
      review: t.arg({ type: ReviewInput, required: true }),
      version: t.arg.int({ description: 'Refuse if the claim has another version by now.' }),
    },
    resolve: async (_root, { damage, review, version }, { api, principal, loaders }) => {
      const reviewed = await api.reviewDamage.review(principal, damage, present(review), version ?? null)
      fresh(reviewed.file, loaders)
      return reviewed.damage
    },
  }),
  reviewPhoto: t.field({
    type: VehiclePhoto,
    description:
      'Says that a person has looked at a photo, so that it is not to be reviewed any more, though it may show ' +
      'no damage. What was not judged stays as the model said.',
    errors: { types: claimErrors },
    args: {
      claim: t.arg.id({ required: true }),
      photo: t.arg.id({ required: true }),
      note: t.arg.string(),
    },
    resolve: async (_root, { claim, photo, note }, { api, principal, loaders }) => {
      const seen = await api.reviewDamage.seen(principal, claim, photo, note ?? null)
      fresh(seen.file, loaders)
      return photoInClaim(seen.photo, claim)
    },
  }),
  addDamage: t.field({
    type: DamageType,
    description: 'Adds a damage that the model did not see.',
    errors: { types: claimErrors },
    args: {
      claim: t.arg.id({ required: true }),
      photo: t.arg.id({ required: true }),
      damage: t.arg({ type: NewDamageInput, required: true }),
    },
    resolve: async (_root, { claim, photo, damage }, { api, principal, loaders }) => {
      const added = await api.reviewDamage.add(principal, claim, photo, present(damage))
      fresh(added.file, loaders)
      return added.damage
    },
  }),
}))
