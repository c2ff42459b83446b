import type { Blobs } from '../../edge/blobs/blobs.ts'
import { createPhotos } from '../../edge/photos.ts'
import { answer } from './fake-model.ts'

/** Photos whose bytes stand for themselves: pictures are not what dies in the crash tests. */
export const createUnpreparedPhotos = (blobs: Blobs) =>
  createPhotos({
    blobs,
    preprocessing: { id: 'tiny-640', workingSide: 640, clahe: { clipLimit: 3, tilesX: 6, tilesY: 6 } },
    prepare: async (bytes) => ({
      width: 800,
      height: 600,
      format: 'jpeg',
      quality: { ...answer.quality, reason: null },
      perceptualHash: '0000000000000000',
      takenAt: null,
      camera: null,
      working: { width: 640, height: 480 },
      original: { bytes, contentType: 'image/jpeg' },
      normalized: bytes,
      enhanced: bytes,
    }),
  })
