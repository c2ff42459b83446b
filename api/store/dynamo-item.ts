import { gunzipSync, gzipSync } from 'node:zlib'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { TTL_ATTRIBUTE } from './dynamo-definition.ts'
import type { Item, ItemKey, Operation } from './table.ts'

export type Attributes = Record<string, AttributeValue>

/** From here on an item is stored compressed: DynamoDB takes 400 KB an item and bills by size. */
const COMPRESS_FROM = 16_384
/** DynamoDB's bounds on keys, in bytes: under a longer one nothing is kept. */
const LONGEST = { pk: 2048, sk: 1024 }

export const fits = ({ pk, sk }: ItemKey): boolean =>
  Buffer.byteLength(pk) <= LONGEST.pk && Buffer.byteLength(sk) <= LONGEST.sk

export const toKey = ({ pk, sk }: ItemKey): Attributes => ({ pk: { S: pk }, sk: { S: sk } })

/** What a put stores; its version is one more than the one that the put is conditioned on. */
export function toAttributes({ put, ifVersion, expiresAt }: Extract<Operation, { put: object }>): Attributes {
  const before = typeof ifVersion === 'number' ? ifVersion : 0
  return {
    ...toKey(put),
    version: { N: String(before + 1) },
    data: toData(put.data),
    ...(expiresAt !== undefined && { [TTL_ATTRIBUTE]: { N: String(expiresAt) } }),
  }
}

function toData(data: unknown): AttributeValue {
  const text = JSON.stringify(data)
  return text.length < COMPRESS_FROM ? { S: text } : { B: gzipSync(text) }
}

/** An item as DynamoDB keeps it, and as its stream tells of it. */
export function toItem({ pk, sk, version, data }: Attributes): Item {
  const text = data?.B ? gunzipSync(data.B).toString() : (data?.S ?? 'null')
  return { pk: pk?.S ?? '', sk: sk?.S ?? '', version: Number(version?.N), data: JSON.parse(text) }
}

/** DynamoDB removes what has expired within days, not at once. */
export const isLive = ({ [TTL_ATTRIBUTE]: expires }: Attributes): boolean =>
  expires?.N === undefined || Number(expires.N) >= Date.now() / 1000
