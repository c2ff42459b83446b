import type { PhotoRecord, ReadyPhoto } from '../../edge/photo-record.ts'
import { photoPartition } from '../store/keys.ts'
import { type Operation, type Table, WriteConflict } from '../store/table.ts'
import { bandPartitions, hashDistance } from './fingerprint-bands.ts'

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
  /** Records that the tenant sent this photo or upload. */
  own(tenant: string, photo: Pick<PhotoRecord, 'id'>): Promise<void>
  owns(tenant: string, id: string): Promise<boolean>
  claimsOf(tenant: string, photoId: string): Promise<string[]>
  /** Lets a photo be found by its fingerprint, before it comes to a claim. Safe to repeat. */
  print(tenant: string, photo: ReadyPhoto): Promise<void>
  /** What is to be written when a photo comes to a claim. */
  linkOperations(tenant: string, photo: ReadyPhoto, claimId: string): Operation[]
  /** Photos of other claims that show the same picture, nearest first. */
  similar(tenant: string, photo: ReadyPhoto, maxDistance: number): Promise<SimilarPhoto[]>
}

const OWN = 'PHOTO'
const CLAIM = 'CLAIM#'

export function createPhotoIndex({ table }: { table: Table }): PhotoIndex {
  const ownKey = (tenant: string, id: string) => ({ pk: photoPartition(tenant, id), sk: OWN })

  return {
    async own(tenant, { id }) {
      try {
        await table.write([{ put: { ...ownKey(tenant, id), data: null }, ifVersion: 0 }])
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error
      }
    },
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
      await table.write(places.map((pk) => ({ put: { pk, sk: id, data: perceptualHash } })))
    },
    linkOperations: (tenant, photo, claimId) => [
      { put: { ...ownKey(tenant, photo.id), data: photo } },
      { put: { pk: photoPartition(tenant, photo.id), sk: `${CLAIM}${claimId}`, data: null } },
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
