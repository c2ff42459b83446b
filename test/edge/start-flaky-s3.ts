import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3'
import { createS3Client } from '../../edge/blobs/s3-client.ts'
import { s3Credentials, startS3 } from './start-s3.ts'

export interface FlakyS3 {
  client: S3Client
  bucket: string
  /** From now on every connection is reset as soon as something is asked on it, or is not. */
  hangUp(on: boolean): void
  /** From now on so many more bytes of its answers arrive, then nothing, on connections that stay open. */
  fallSilent(afterBytes: number): void
  stop(): Promise<void>
}

/** An S3 behind a line that can be cut; asked as the edge asks, but less patiently. */
export async function startFlakyS3(): Promise<FlakyS3> {
  const s3 = await startS3()
  const bucket = 'photos'
  await s3.client.send(new CreateBucketCommand({ Bucket: bucket }))
  const { port, hostname } = new URL(s3.url)
  let hangsUp = false
  let bytesLeft = Number.POSITIVE_INFINITY
  const sockets = new Set<Socket>()
  const line = createServer((caller) => {
    const s3End = connect(Number(port), hostname)
    for (const [one, other] of [
      [caller, s3End],
      [s3End, caller],
    ] as const) {
      sockets.add(one)
      one.on('error', () => {}).on('close', () => other.destroy())
    }
    caller.on('data', (bytes) => (hangsUp ? caller.resetAndDestroy() : s3End.write(bytes)))
    s3End.on('data', (bytes) => {
      const arriving = bytes.subarray(0, bytesLeft)
      bytesLeft -= arriving.length
      if (arriving.length > 0) caller.write(arriving)
    })
  })
  line.listen(0, '127.0.0.1')
  await once(line, 'listening')
  const client = createS3Client({
    silentMs: 400,
    endpoint: `http://127.0.0.1:${(line.address() as AddressInfo).port}`,
    forcePathStyle: true,
    region: 'eu-central-1',
    credentials: s3Credentials,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  return {
    client,
    bucket,
    hangUp(on) {
      hangsUp = on
    },
    fallSilent(afterBytes) {
      bytesLeft = afterBytes
    },
    async stop() {
      client.destroy()
      for (const socket of sockets) socket.destroy()
      line.close()
      await s3.stop()
    },
  }
}
