import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, type S3Client } from '@aws-sdk/client-s3'
import { PhotoTooManyBytes } from '../../../edge/picture/errors.ts'

/** Where a tenant keeps photos of its own, such as `s3://claims-inbox/acme/`. */
export interface AllowedPrefix {
  tenant: string
  prefix: string
}

/** Objects of the buckets that tenants may have assessed. */
export interface ObjectSource {
  /** Whether the operator lets this tenant read there. */
  allows(tenant: string, prefix: string): boolean
  /** Objects below the prefix, in the order of their names. `key` is the whole address. */
  list(prefix: string): AsyncGenerator<{ key: string; name: string; bytes: number }>
  /** Null where it is gone. @throws PhotoTooManyBytes */
  read(key: string, maxBytes: number): Promise<Uint8Array | null>
}

export interface ObjectSourceDeps {
  client: S3Client
  allowed: readonly AllowedPrefix[]
}

/** `s3://bucket/path`, with a bucket's name as S3 allows it. */
function parse(address: string): { bucket: string; path: string } | null {
  const [, bucket, path] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.*)$/s.exec(address) ?? []
  return bucket === undefined || path === undefined ? null : { bucket, path }
}

/** Reads what the operator has named for a tenant, and nothing else: the process itself may be allowed more. */
export function createObjectSource({ client, allowed }: ObjectSourceDeps): ObjectSource {
  const at = (address: string) => {
    const parsed = parse(address)
    if (!parsed) throw new Error(`Expected s3://bucket/prefix but received ${address}`)
    return parsed
  }
  return {
    allows: (tenant, prefix) =>
      parse(prefix) !== null && allowed.some((one) => one.tenant === tenant && prefix.startsWith(one.prefix)),
    async *list(prefix) {
      const { bucket, path } = at(prefix)
      let next: string | undefined
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: path, ContinuationToken: next }),
        )
        for (const { Key, Size } of page.Contents ?? []) {
          if (!Key || Key.endsWith('/')) continue
          yield { key: `s3://${bucket}/${Key}`, name: Key.slice(folderOf(path).length), bytes: Size ?? 0 }
        }
        next = page.NextContinuationToken
      } while (next)
    },
    async read(key, maxBytes) {
      const { bucket, path } = at(key)
      try {
        const { Body, ContentLength = 0 } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: path }),
        )
        if (ContentLength > maxBytes) {
          ;(Body as { destroy?: () => void } | undefined)?.destroy?.()
          throw new PhotoTooManyBytes(ContentLength, maxBytes)
        }
        return Body ? await Body.transformToByteArray() : null
      } catch (error) {
        if (error instanceof NoSuchKey) return null
        throw error
      }
    },
  }
}

/** Names are told from the last folder of the prefix on. */
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)
