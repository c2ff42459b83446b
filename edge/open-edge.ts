import { join } from 'node:path'
import type { Logger } from 'pino'
import { createEdge } from './app.ts'
import { checkRegion } from './aws-region.ts'
import { createZips } from './batches/zips.ts'
import type { Blobs, LargeBlobs } from './blobs/blobs.ts'
import { createFolderBlobs } from './blobs/folder-blobs.ts'
import { openDataFolder } from './data-folder.ts'
import { type Annotate, type Crop, createDrawings, type Shrink } from './drawings.ts'
import { createClientAddress } from './http/client-address.ts'
import { loadLinkKey } from './link-key.ts'
import { createLinks } from './links.ts'
import { createPhotos } from './photos.ts'
import type { Prepare } from './prepared-photo.ts'
import { readPreprocessing } from './read-preprocessing.ts'
import type { EdgeSettings } from './settings.ts'
import { createUploadRunner } from './upload-runner.ts'

// The decoder is loaded with the first picture drawn: on Lambda most requests do without it.
const crop: Crop = async (original, photo, box) => {
  const { cropPhoto } = await import('./crop-photo.ts')
  return cropPhoto(original, photo, box)
}

const shrink: Shrink = async (normalized, width) => {
  const { shrinkPicture } = await import('./shrink-picture.ts')
  return shrinkPicture(normalized, width)
}

export interface OpenEdgeDeps {
  logger: Logger
  prepare: Prepare
  annotate?: Annotate
  /** No other process writes to the same store. @default false */
  alone?: boolean
}

/** So old a file that is still unfinished is no one's: a photo is written within seconds. */
const ABANDONED_S = 600

/** Puts the edge together as the settings say. */
export async function openEdge(
  settings: EdgeSettings,
  { logger, prepare, annotate, alone = false }: OpenEdgeDeps,
) {
  const blobs = await openBlobs(settings)
  const photos = createPhotos({
    blobs,
    prepare,
    preprocessing: await readPreprocessing(settings.MODEL_DIR),
    maxBytes: settings.EDGE_MAX_BYTES,
    alone,
  })
  const drawings = createDrawings({
    blobs,
    crop,
    shrink,
    seconds: settings.EDGE_TIMEOUT,
    ...(annotate && { annotate }),
  })
  const { EDGE_LINK_KEY: key, EDGE_PUBLIC_URL: baseUrl } = settings
  const links = createLinks({
    key: key ? Buffer.from(key) : await loadLinkKey(join(settings.DATA_DIR, 'link-key')),
    seconds: settings.EDGE_LINK_SECONDS,
    ...(baseUrl && { baseUrl }),
  })
  const uploads = createUploadRunner({ photos, logger })
  const app = createEdge({
    photos,
    drawings,
    links,
    logger,
    uploaded: uploads.add,
    clientOf: createClientAddress(settings.EDGE_TRUSTED_PROXIES),
    corsOrigins: settings.EDGE_CORS_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
    limits: {
      // Room for the form around the photo.
      maxBytes: settings.EDGE_MAX_BYTES + 64 * 1024,
      heldBytes: settings.EDGE_HELD_BYTES,
      bodySeconds: settings.EDGE_BODY_TIMEOUT,
      takeSeconds: settings.EDGE_TIMEOUT,
      perMinute: settings.EDGE_RATE_PER_MINUTE,
      burst: settings.EDGE_RATE_BURST,
    },
  })
  return {
    app,
    photos,
    drawings,
    links,
    uploads,
    zips: createZips({ blobs }),
    /** Removes what failures and deaths have left of photos. Safe to repeat, also while photos come in. */
    async sweepUnfinished() {
      const files = (await blobs.sweepUnfinished?.(alone ? 0 : ABANDONED_S)) ?? 0
      const photosLeft = await photos.sweepUnfinished()
      if (files + photosLeft > 0) logger.info({ files, photos: photosLeft }, 'removed what was unfinished')
    },
  }
}

async function openBlobs(settings: EdgeSettings): Promise<Blobs & LargeBlobs> {
  const { EDGE_BUCKET: bucket, EDGE_S3_ENDPOINT: endpoint, DATA_DIR } = settings
  if (!bucket) {
    await openDataFolder(DATA_DIR)
    return createFolderBlobs(join(DATA_DIR, 'blobs'))
  }
  const [{ createS3Client }, { createS3Blobs }] = await Promise.all([
    import('./blobs/s3-client.ts'),
    import('./blobs/s3-blobs.ts'),
  ])
  const client = createS3Client({
    ...(endpoint && { endpoint, forcePathStyle: true }),
    // Other makers' S3 does not know the checksums that this SDK adds since 2025.
    ...(endpoint && { requestChecksumCalculation: 'WHEN_REQUIRED' as const }),
  })
  await checkRegion(client, 'EDGE_BUCKET')
  return createS3Blobs({ client, bucket })
}
