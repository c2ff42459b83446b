import {
  ApiError,
  Conflict,
  Forbidden,
  IdempotencyConflict,
  ModelUnavailable,
  NotFound,
  NoVehicle,
  PhotoRejected,
  PhotoTooLarge,
  UnsupportedPhoto,
  ValidationFailed,
  ZipRejected,
} from '../api/errors.ts'
import { AssessmentType } from './assessment.ts'
import { builder } from './builder.ts'

const ErrorInterface = builder.interfaceRef<ApiError>('Error').implement({
  description:
    'Why something was not done, for the caller to act on. What nobody foresaw is an error of GraphQL instead.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, for programs.' }),
    message: t.exposeString('message', { description: 'What was expected and what came, for people.' }),
  }),
})

const FieldComplaint = builder.objectRef<ValidationFailed['fields'][number]>('FieldComplaint').implement({
  description: 'One argument that was not accepted.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Path of the argument, such as `vehicle.year`.' }),
    message: t.exposeString('message'),
  }),
})

const interfaces = [ErrorInterface]

builder.objectType(ValidationFailed, {
  name: 'ValidationFailed',
  description: 'Arguments that were not accepted; `fields` says which and why.',
  interfaces,
  fields: (t) => ({ fields: t.field({ type: [FieldComplaint], resolve: ({ fields }) => [...fields] }) }),
})

builder.objectType(NotFound, {
  name: 'NotFound',
  description: 'There is nothing of that kind under this id, or it is not the caller’s.',
  interfaces,
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'What was looked for, such as `Claim`.' }),
    id: t.exposeID('id', { description: 'As it was given.' }),
  }),
})

builder.objectType(Forbidden, {
  name: 'Forbidden',
  description: 'The caller’s role does not allow this; `viewer` says which role that is.',
  interfaces,
  fields: (t) => ({
    requiredRole: t.exposeString('requiredRole', { description: 'The least that does, such as `adjuster`.' }),
  }),
})

builder.objectType(Conflict, {
  name: 'Conflict',
  description: 'Somebody changed the claim in between, or its state does not allow this.',
  interfaces,
})

builder.objectType(IdempotencyConflict, {
  name: 'IdempotencyConflict',
  description: 'The key was used for another request.',
  interfaces,
  fields: (t) => ({ key: t.exposeString('key', { description: 'As it was given.' }) }),
})

builder.objectType(ZipRejected, {
  name: 'ZipRejected',
  description: 'The archive cannot be read, or holds nothing to assess.',
  interfaces,
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'Stable, such as `ARCHIVE_DAMAGED`.' }),
  }),
})

builder.objectType(PhotoRejected, {
  name: 'PhotoRejected',
  description: 'It is a photo, but one that cannot be used: empty, damaged or too small.',
  interfaces,
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'Stable, such as `PHOTO_DAMAGED`.' }),
    shouldRetake: t.exposeBoolean('shouldRetake', { description: 'Whether another photo helps.' }),
  }),
})

builder.objectType(PhotoTooLarge, {
  name: 'PhotoTooLarge',
  description: 'Too many pixels or bytes; the figures are those of the one that was exceeded.',
  interfaces,
  fields: (t) => ({
    megapixels: t.float({ nullable: true, resolve: ({ limits }) => limits.megapixels ?? null }),
    maxMegapixels: t.float({ nullable: true, resolve: ({ limits }) => limits.maxMegapixels ?? null }),
    bytes: t.float({ nullable: true, resolve: ({ limits }) => limits.bytes ?? null }),
    maxBytes: t.float({ nullable: true, resolve: ({ limits }) => limits.maxBytes ?? null }),
  }),
})

builder.objectType(UnsupportedPhoto, {
  name: 'UnsupportedPhoto',
  description: 'It is no photo, or of a kind that is not read.',
  interfaces,
  fields: (t) => ({
    format: t.exposeString('format', {
      description: 'What the content is, such as `svg`; `unknown` where that is not known.',
    }),
  }),
})

builder.objectType(NoVehicle, {
  name: 'NoVehicle',
  description: 'The photo shows no vehicle. The assessment is stored, with that as its result.',
  interfaces,
  fields: (t) => ({
    assessment: t.field({
      type: AssessmentType,
      resolve: async ({ claimId, assessmentId }, _args, { loaders }) => {
        const file = await loaders.file.load(claimId)
        const found = file?.assessments.find(({ id }) => id === assessmentId)
        if (!found) throw new NotFound('Assessment', assessmentId)
        return found
      },
    }),
  }),
})

builder.objectType(ModelUnavailable, {
  name: 'ModelUnavailable',
  description:
    'The model does not answer for now. Repeating the request with its idempotency key tries again.',
  interfaces,
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', { description: 'When repeating it makes sense.' }),
    reason: t.exposeString('reason', { description: 'What stood in the way, such as `SERVER_BUSY`.' }),
  }),
})

/** What reading or changing a claim can fail with. */
export const claimErrors = [ValidationFailed, NotFound, Forbidden, Conflict]

/** What many photos at once can fail with; what is wrong with one of them stands in its entry. */
export const batchErrors = [...claimErrors, ZipRejected, IdempotencyConflict]

/** What assessing a photo can fail with. */
export const assessErrors = [
  ...claimErrors,
  PhotoRejected,
  PhotoTooLarge,
  UnsupportedPhoto,
  NoVehicle,
  ModelUnavailable,
  IdempotencyConflict,
]
