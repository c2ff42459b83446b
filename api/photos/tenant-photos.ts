import type { PhotoRecord, ReadyPhoto } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
import { StoreBusy } from '../store/table.ts'
import type { PhotoIndex } from './photo-index.ts'

/** Erasures of the same photo that a sender may run into, one after the other. */
const ATTEMPTS = 5

/**
 * Takes a photo in and makes it the tenant's own.
 *
 * @returns it, and whether it was not the tenant's before
 * @throws as Photos.take; StoreBusy where it is erased again and again
 */
export async function takeFor(
  photos: Pick<Photos, 'take' | 'get'>,
  index: Pick<PhotoIndex, 'own'>,
  tenant: string,
  ...[bytes, options]: Parameters<Photos['take']>
): Promise<{ photo: ReadyPhoto; isNew: boolean }> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const photo = await photos.take(bytes, options)
    const isNew = await index.own(tenant, photo)
    // Erased between the two, it is taken in anew, also where another request has just made it the tenant's, and does
    // so as well; from here on it is only erased as the tenant's own.
    const stored = await photos.get(photo.id)
    if (stored?.state === 'READY') return { photo: stored, isNew }
  }
  throw new StoreBusy()
}

/** The photos of one tenant: what it takes in becomes its own, and what is not its own does not exist for it. */
export function createTenantPhotos(photos: Photos, index: PhotoIndex, tenant: string): Photos {
  const owns = (id: string) => index.owns(tenant, id)
  /** A photo that came by an upload has an id of its own. */
  async function arrived(id: string, photo: PhotoRecord | null): Promise<PhotoRecord | null> {
    if (photo && photo.id !== id) await index.own(tenant, photo, id)
    return photo
  }
  return {
    maxBytes: photos.maxBytes,
    take: async (bytes, options) => (await takeFor(photos, index, tenant, bytes, options)).photo,
    async get(id) {
      if (!(await owns(id))) return null
      return arrived(id, await photos.get(id))
    },
    read: async (id, version) => ((await owns(id)) ? photos.read(id, version) : null),
    link: async (photo, version, seconds) =>
      (await owns(photo.id)) ? photos.link(photo, version, seconds) : null,
    putOverlay: async (id, overlay, options) =>
      (await owns(id)) ? photos.putOverlay(id, overlay, options) : null,
    async erase(id) {
      // Another tenant may have sent the same bytes: what is shared is not one tenant's to remove.
      throw new Error(`Expected a photo of one tenant alone to erase but received ${id}`)
    },
    async openUpload(options) {
      const upload = await photos.openUpload(options)
      await index.own(tenant, upload)
      return upload
    },
    receiveUpload: async (id, bytes) => (await owns(id)) && photos.receiveUpload(id, bytes),
    finishUpload: async (id, signal) =>
      (await owns(id)) ? arrived(id, await photos.finishUpload(id, signal)) : null,
    pendingUploads: () => photos.pendingUploads(),
    sweepUnfinished: () => photos.sweepUnfinished(),
  }
}
