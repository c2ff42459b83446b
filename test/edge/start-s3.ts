import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import S3rver from 's3rver'

/** The keys that the emulator knows. */
export const s3Credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

export interface RunningS3 {
  url: string
  client: S3Client
  stop(): Promise<void>
}

/** An S3 that speaks the real protocol, on any free port and a folder of its own, with these buckets. */
export async function startS3(...buckets: string[]): Promise<RunningS3> {
  // Each its own: one that closes empties it, and several run at once.
  const directory = await mkdtemp(join(tmpdir(), 'dentgraph-s3-'))
  const emulator = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, resetOnClose: true })
  const url = `http://127.0.0.1:${(await emulator.run()).port}`
  const client = new S3Client({
    endpoint: url,
    forcePathStyle: true,
    region: 'eu-central-1',
    credentials: s3Credentials,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  for (const Bucket of buckets) await client.send(new CreateBucketCommand({ Bucket }))
  return {
    url,
    client,
    async stop() {
      client.destroy()
      await emulator.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
