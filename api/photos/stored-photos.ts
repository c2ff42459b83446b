import type { Blobs } from '../../edge/blobs/blobs.ts'
import { createPhotos, type Photos } from '../../edge/photos.ts'

/** Photos that the edge has stored, for processes that hold no decoder: everything but taking new ones in. */
export const createStoredPhotos = (blobs: Blobs): Photos =>
  createPhotos({
    blobs,
    preprocessing: { id: 'edge', workingSide: 1, clahe: { clipLimit: 1, tilesX: 1, tilesY: 1 } },
    prepare: async () => {
      throw new Error('Expected the edge to prepare photos but received one here')
    },
  })
