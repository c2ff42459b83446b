import { hashDistance } from '../../edge/fingerprint/hash-distance.ts'
import type { PhotoRecord, ReadyPhoto } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
import { ownersPartition, photoPartition } from '../store/keys.ts'
import { removeAll } from '../store/remove-all.ts'
import { type Operation, type Table, WriteConflict } from '../store/table.ts'
import { bandPartitions } from './fingerprint-bands.ts'
import { createPhotoErasure } from './photo-erasure.ts'

/** A photo much like another one. */
export interface SimilarPhoto {
  photo: ReadyPhoto
  /** Bits in which the fingerprints differ; 0 is the same picture. */
  distance: number
  /** Whether the uploads are the same, byte for byte. */
  identical: boolean
  claimIds: string[]
}

/**
 * Which photos a tenant has, and in which claims. Pictures are stored once for all tenants under an id
 * that follows from their bytes; a tenant reaches those that it sent itself.
 */
export interface PhotoIndex {
  /**
   * Records that the tenant sent this photo or upload. One that is being erased is waited for: it may be gone then, if
   * it was not the tenant's before.
   *
   * @param upload by which the photo came, if that had an id of its own
   * @returns whether it was not the tenant's before
   */
  own(tenant: string, photo: Pick<PhotoRecord, 'id'>, upload?: string): Promise<boolean>
  owns(tenant: string, id: string): Promise<boolean>
  claimsOf(tenant: string, photoId: string): Promise<string[]>
  /**
   * Lets a photo be found by its fingerprint, before it comes to a claim. Safe to repeat.
   *
   * @throws WriteConflict where it was erased in the meantime
   */
  print(tenant: string, photo: ReadyPhoto): Promise<void>
  /** What is to be written when a photo comes to a claim; it conflicts where that was erased in the meantime. */
  linkOperations(tenant: string, photo: ReadyPhoto, claimId: string): Operation[]
  /**
   * Takes a photo out of a claim that is erased. If no other claim of the tenant shows it, the tenant forgets
   * it, and when no other tenant has sent it, its pictures go too. Safe to repeat.
   *
   * @param claimId null for a photo that came to none
   */
  unlink(
    tenant: string,
    photo: ReadyPhoto,
    claimId: string | null,
    photos: Pick<Photos, 'erase'>,
  ): Promise<void>
  /** Waits until nobody erases the photo. @throws StoreBusy where that takes too long */
  calm(id: string): Promise<void>
  /** Photos of other claims that show the same picture, nearest first. */
  similar(tenant: string, photo: ReadyPhoto, maxDistance: number): Promise<SimilarPhoto[]>
}

const OWN = 'PHOTO'
const CLAIM = 'CLAIM#'
const UPLOAD = 'UPLOAD#'

export function createPhotoIndex({ table }: { table: Table }): PhotoIndex {
  const erasure = createPhotoErasure({ table })
  const ownKey = (tenant: string, id: string) => ({ pk: photoPartition(tenant, id), sk: OWN })

  return {
    async own(tenant, { id }, upload) {
      for (;;) {
        try {
          if (upload && upload !== id) {
            const { pk } = ownKey(tenant, id)
            await table.write([{ put: { pk, sk: `${UPLOAD}${upload}`, data: null } }, erasure.unless(id)])
          }
          await table.write([
            { put: { ...ownKey(tenant, id), data: null }, ifVersion: 0 },
            { put: { pk: ownersPartition(id), sk: tenant, data: null } },
            erasure.unless(id),
          ])
          return true
        } catch (error) {
          if (!(error instanceof WriteConflict)) throw error
          if (!erasure.isInTheWay(error, id)) return false
          await erasure.end(id)
        }
      }
    },
    async unlink(tenant, { id, perceptualHash }, claimId, photos) {
      const pk = photoPartition(tenant, id)
      if (claimId !== null) await table.write([{ remove: { pk, sk: `${CLAIM}${claimId}` } }])
      const isShown = async () => (await table.query(pk, { prefix: CLAIM, limit: 1 })).length > 0
      await erasure.run(id, JSON.stringify([tenant, claimId]), isShown, async () => {
        const items = await table.query(pk)
        const uploads = items
          .filter(({ sk }) => sk.startsWith(UPLOAD))
          .map(({ sk }) => sk.slice(UPLOAD.length))
        const prints = bandPartitions(tenant, perceptualHash).map((band) => ({ pk: band, sk: id }))
        await removeAll(table, [...prints, { pk: ownersPartition(id), sk: tenant }])
        const others = await table.query(ownersPartition(id), { limit: 1 })
        for (const upload of uploads) {
          await photos.erase(upload, { uploadOnly: true })
          await removeAll(table, [ownKey(tenant, upload), { pk: ownersPartition(upload), sk: tenant }])
        }
        if (others.length === 0) await photos.erase(id)
        // Last: whoever has to repeat this finds here what there is to do.
        await removeAll(table, items)
      })
    },
    calm: erasure.end,
    async owns(tenant, id) {
      return (await table.get(ownKey(tenant, id))) !== null
    },
    async claimsOf(tenant, photoId) {
      const items = await table.query(photoPartition(tenant, photoId), { prefix: CLAIM })
      return items.map(({ sk }) => sk.slice(CLAIM.length))
    },
    async print(tenant, { id, perceptualHash }) {
      const places = bandPartitions(tenant, perceptualHash)
      const known = places[0] ? await table.get({ pk: places[0], sk: id }) : null
      if (places.length === 0 || known) return
      await table.write([
        ...places.map((pk) => ({ put: { pk, sk: id, data: perceptualHash } })),
        { check: ownKey(tenant, id), ifVersion: 'any' },
        erasure.unless(id),
      ])
    },
    linkOperations: (tenant, photo, claimId) => [
      { put: { ...ownKey(tenant, photo.id), data: photo }, ifVersion: 'any' },
      { put: { pk: photoPartition(tenant, photo.id), sk: `${CLAIM}${claimId}`, data: null } },
      erasure.unless(photo.id),
    ],
    async similar(tenant, photo, maxDistance) {
      const near = new Map<string, number>()
      for (const items of await table.queryMany(bandPartitions(tenant, photo.perceptualHash))) {
        for (const { sk, data } of items) {
          const distance = hashDistance(photo.perceptualHash, data as string)
          if (distance <= maxDistance) near.set(sk, distance)
        }
      }
      const ids = [...near.keys()].sort((a, b) => (near.get(a) ?? 0) - (near.get(b) ?? 0) || (a < b ? -1 : 1))
      const partitions = await table.queryMany(ids.map((id) => photoPartition(tenant, id)))
      return partitions.flatMap((items, i) => {
        const found = items.find(({ sk }) => sk === OWN)?.data as ReadyPhoto | null | undefined
        if (!found) return []
        const claimIds = items
          .filter(({ sk }) => sk.startsWith(CLAIM))
          .map(({ sk }) => sk.slice(CLAIM.length))
        const distance = near.get(ids[i] as string) ?? 0
        return [{ photo: found, distance, identical: found.sha256 === photo.sha256, claimIds }]
      })
    },
  }
}
