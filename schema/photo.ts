import { allDamages, type ClaimFile, currentAssessment, openDamages } from '../api/domain/claim-file.ts'
import type { SimilarPhoto } from '../api/photos/photo-index.ts'
import { createTenantPhotos } from '../api/photos/tenant-photos.ts'
import { SAME_PHOTO_DISTANCE } from '../edge/fingerprint/hash-distance.ts'
import type { PhotoRecord, ReadyPhoto } from '../edge/photo-record.ts'
import { AssessmentType } from './assessment.ts'
import { builder } from './builder.ts'
import { ClaimType } from './claim.ts'
import type { Context } from './context.ts'
import { DamageType } from './damage.ts'
import { PhotoStateEnum } from './enums.ts'

/** A photo, and the claim through which it was reached. */
export interface PhotoNode {
  record: PhotoRecord
  claimId: string | null
}

export const photoInClaim = (record: PhotoRecord, claimId: string): PhotoNode => ({ record, claimId })

/** The claim at hand, or the first that shows the photo. */
async function fileOf(photoId: string, claimId: string | null, { api, principal, loaders }: Context) {
  const [first] = claimId ? [claimId] : await api.index.claimsOf(principal.tenant, photoId)
  return first ? loaders.file.load(first) : null
}

const ready = ({ record }: PhotoNode): ReadyPhoto | null => (record.state === 'READY' ? record : null)

const PhotoLinks = builder.objectRef<{ id: string; claimId: string | null }>('PhotoLinks').implement({
  description:
    'Links to the pictures of a photo. They need no credentials and end after a while: ask anew, do not store them.',
  fields: (t) => {
    const version = (name: 'original' | 'normalized' | 'enhanced') =>
      t.string({ resolve: ({ id }, _args, { api, absolute }) => absolute(api.links.photo(id)[name]) })
    return {
      original: version('original'),
      normalized: version('normalized'),
      enhanced: version('enhanced'),
      thumbnail: t.string({
        description:
          'A small version for lists: a JPEG 160, 320 or 640 pixels wide, the least that is as wide as asked for, and never larger than the photo.',
        args: { width: t.arg.int({ required: true, defaultValue: 320 }) },
        resolve: ({ id }, { width }, { api, absolute }) => absolute(api.links.thumbnail(id, width)),
      }),
      annotated: t.string({
        nullable: true,
        description:
          'The photo with its damages drawn as they stand after reviews; null until it has been assessed.',
        resolve: async ({ id, claimId }, _args, context) => {
          const file = await fileOf(id, claimId, context)
          const link = file && (await context.api.annotated.link(file, id))
          return link && context.absolute(link)
        },
      }),
    }
  },
})

export const QualityType = builder
  .objectRef<ReadyPhoto['quality'] | QualityWithVehicle>('Quality')
  .implement({
    description: 'How good a photo is to be assessed: raw scores, and the one thing to do better.',
    fields: (t) => ({
      sharpness: t.exposeFloat('sharpness'),
      brightness: t.exposeFloat('brightness'),
      glare: t.exposeFloat('glare'),
      megapixels: t.exposeFloat('megapixels'),
      reason: t.exposeString('reason', {
        nullable: true,
        description: 'Stable, such as `blurred`; null when the photo is good enough.',
      }),
      advice: t.exposeString('advice', {
        nullable: true,
        description: 'For the person who holds the camera.',
      }),
      shouldRetake: t.exposeBoolean('shouldRetake'),
    }),
  })

type QualityWithVehicle = NonNullable<NonNullable<ClaimFile['assessments'][number]['answer']>['quality']>

const Rejection = builder
  .objectRef<{ code: string; message: string; shouldRetake: boolean }>('PhotoRejection')
  .implement({
    description: 'Why a large photo, uploaded beforehand, cannot be used.',
    fields: (t) => ({
      code: t.exposeString('code'),
      message: t.exposeString('message'),
      shouldRetake: t.exposeBoolean('shouldRetake'),
    }),
  })

export const VehiclePhoto = builder.objectRef<PhotoNode>('VehiclePhoto')

builder.node(VehiclePhoto, {
  description: 'A photo that was taken in.',
  id: { resolve: ({ record }) => record.id },
  isTypeOf: (value) => 'record' in (value as object),
  fields: (t) => ({
    state: t.field({ type: PhotoStateEnum, resolve: ({ record }) => record.state }),
    rejection: t.field({
      type: Rejection,
      nullable: true,
      resolve: ({ record }) => (record.state === 'REJECTED' ? record.reason : null),
    }),
    width: t.int({
      nullable: true,
      description: 'Pixels of the upright original; null until it is READY.',
      resolve: (photo) => ready(photo)?.width ?? null,
    }),
    height: t.int({ nullable: true, resolve: (photo) => ready(photo)?.height ?? null }),
    sha256: t.string({
      nullable: true,
      description: 'Of the upload.',
      resolve: (photo) => ready(photo)?.sha256 ?? null,
    }),
    takenAt: t.string({
      nullable: true,
      description: 'When the camera took it, as it says: ISO 8601, without offset where it wrote none.',
      resolve: (photo) => ready(photo)?.takenAt ?? null,
    }),
    camera: t.string({ nullable: true, resolve: (photo) => ready(photo)?.camera ?? null }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ record }) => record.createdAt }),
    quality: t.field({
      type: QualityType,
      nullable: true,
      resolve: (photo) => ready(photo)?.quality ?? null,
    }),
    links: t.field({
      type: PhotoLinks,
      nullable: true,
      resolve: (photo) => {
        const record = ready(photo)
        return record && { id: record.id, claimId: photo.claimId }
      },
    }),
    claims: t.field({
      type: [ClaimType],
      description: 'The claims that it is part of.',
      resolve: async ({ record }, _args, { api, principal, loaders }) => {
        const ids = await api.index.claimsOf(principal.tenant, record.id)
        const files = await Promise.all(ids.map((id) => loaders.file.load(id)))
        return files.filter((file) => file !== null).map(({ head }) => head)
      },
    }),
    assessment: t.field({
      type: AssessmentType,
      nullable: true,
      description: 'The one that counts in the claim at hand: the latest with an answer.',
      resolve: async ({ record, claimId }, _args, context) => {
        const file = await fileOf(record.id, claimId, context)
        return file && currentAssessment(file, record.id)
      },
    }),
    damages: t.field({
      type: [DamageType],
      description:
        'On this photo, in the claim at hand, after reviews and with what people added; rejected ones only when asked for.',
      args: { rejected: t.arg.boolean({ required: true, defaultValue: false }) },
      resolve: async ({ record, claimId }, { rejected }, context) => {
        const file = await fileOf(record.id, claimId, context)
        if (!file) return []
        const damages = rejected ? allDamages(file) : openDamages(file)
        return damages.filter(({ photoId }) => photoId === record.id)
      },
    }),
    similar: t.field({
      type: [SimilarPhotoType],
      description: 'Photos of other claims that show the same picture, most alike first.',
      args: { maxDistance: t.arg.int({ required: true, defaultValue: SAME_PHOTO_DISTANCE }) },
      resolve: (photo, args, context) => similarPhotos(photo, args.maxDistance, context),
    }),
  }),
})

const SimilarPhotoType = builder.objectRef<SimilarPhoto>('SimilarPhoto').implement({
  description: 'A photo that looks like another one: perhaps the same picture used twice.',
  fields: (t) => ({
    photo: t.field({
      type: VehiclePhoto,
      resolve: ({ photo, claimIds }) => ({ record: photo, claimId: claimIds[0] ?? null }),
    }),
    distance: t.exposeInt('distance', {
      description: 'Bits of 64 in which the fingerprints differ; copies differ in 10 at most.',
    }),
    identical: t.exposeBoolean('identical', { description: 'The same file, byte for byte.' }),
    claims: t.field({
      type: [ClaimType],
      resolve: async ({ claimIds }, _args, { loaders }) => {
        const files = await Promise.all(claimIds.map((id) => loaders.file.load(id)))
        return files.filter((file) => file !== null).map(({ head }) => head)
      },
    }),
  }),
})

/** Photos like this one in claims other than the one at hand. */
async function similarPhotos(
  { record, claimId }: PhotoNode,
  maxDistance: number,
  { api, principal }: Context,
) {
  if (record.state !== 'READY') return []
  const found = await api.index.similar(principal.tenant, record, Math.min(16, Math.max(0, maxDistance)))
  return found
    .map((one) => ({ ...one, claimIds: one.claimIds.filter((id) => id !== claimId) }))
    .filter(
      ({ photo, claimIds }) =>
        claimIds.length > 0 && (photo.id !== record.id || claimIds.length > (claimId ? 0 : 1)),
    )
}

export async function loadPhoto(id: string, { api, principal }: Context): Promise<PhotoNode | null> {
  const record = await createTenantPhotos(api.photos, api.index, principal.tenant).get(id)
  return record && { record, claimId: null }
}

builder.queryFields((t) => ({
  photo: t.field({
    type: VehiclePhoto,
    description: 'A photo that this tenant sent, whether or not a claim shows it; null for any other.',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadPhoto(id, context),
  }),
  similarPhotos: t.field({
    type: [SimilarPhotoType],
    description:
      'Photos in claims that show the same picture as this one: reuse of a photo in another claim.',
    args: {
      photo: t.arg.id({ required: true }),
      maxDistance: t.arg.int({ required: true, defaultValue: SAME_PHOTO_DISTANCE }),
    },
    resolve: async (_root, { photo, maxDistance }, context) => {
      const found = await loadPhoto(photo, context)
      return found ? similarPhotos(found, maxDistance, context) : []
    },
  }),
}))
