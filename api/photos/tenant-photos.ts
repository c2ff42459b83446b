import type { PhotoRecord } from '../../edge/photo-record.ts'
import type { Photos } from '../../edge/photos.ts'
import type { PhotoIndex } from './photo-index.ts'

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
    async take(bytes, options) {
      const photo = await photos.take(bytes, options)
      await index.own(tenant, photo)
      return photo
    },
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
