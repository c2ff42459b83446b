import { checkRegion } from '../../../edge/aws-region.ts'
import type { EdgeSettings } from '../../../edge/settings.ts'
import { type AllowedPrefix, createObjectSource, type ObjectSource } from './object-source.ts'

/**
 * S3 as the edge reaches it; null where no tenant may read anything there.
 *
 * @throws SettingInvalid where AWS's tools know no region
 */
export async function openObjectSource(
  allowed: readonly AllowedPrefix[],
  { EDGE_S3_ENDPOINT: endpoint }: Pick<EdgeSettings, 'EDGE_S3_ENDPOINT'>,
): Promise<ObjectSource | null> {
  if (allowed.length === 0) return null
  const { createS3Client } = await import('../../../edge/blobs/s3-client.ts')
  const client = createS3Client(endpoint ? { endpoint, forcePathStyle: true } : {})
  await checkRegion(client, 'BATCH_PREFIXES')
  return createObjectSource({ client, allowed })
}
