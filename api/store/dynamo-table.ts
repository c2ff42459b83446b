import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { TTL_ATTRIBUTE } from './dynamo-definition.ts'
import {
  type Condition,
  type Item,
  type ItemKey,
  keyOf,
  type Operation,
  type Range,
  StoreBusy,
  type Table,
  WriteConflict,
} from './table.ts'

type Attributes = Record<string, AttributeValue>

/** From here on an item is stored compressed: DynamoDB takes 400 KB an item and bills by size. */
const COMPRESS_FROM = 16_384
/** DynamoDB's bound on keys of one BatchGetItem. */
const BATCH = 100
/** DynamoDB's bounds on keys, in bytes: under a longer one nothing is kept. */
const LONGEST = { pk: 2048, sk: 1024 }
/** So often a write is tried that another transaction is in the way of; those take milliseconds. */
const CONFLICT_ATTEMPTS = 6
/** Errors with which DynamoDB asks to come back later; its client has done so a few times already. */
const BUSY = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
])

/**
 * The table in DynamoDB. Every read is strongly consistent: whoever wrote sees what was written.
 *
 * The version of an item is kept by the conditions alone, so an unconditional put reads nothing and
 * starts again at 1; only items that nobody conditions on are written that way.
 */
export function createDynamoTable(client: DynamoDBClient, tableName: string): Table {
  const TableName = tableName

  async function query(pk: string, range: Range = {}): Promise<Item[]> {
    const { after, reverse, limit } = range
    if (!fits({ pk, sk: '' })) return []
    const { low, high } = bounds(range)
    if (low !== undefined && high !== undefined && low > high) return []
    // A condition cannot leave its bound out: the item at `after` comes along and is dropped.
    const wanted = limit === undefined ? undefined : limit + (after === undefined ? 0 : 1)
    const items: Item[] = []
    let start: Attributes | undefined
    do {
      const page: QueryCommandOutput = await client.send(
        new QueryCommand({
          TableName,
          ...keyCondition(pk, low, high),
          ScanIndexForward: !reverse,
          ConsistentRead: true,
          ...(start && { ExclusiveStartKey: start }),
          ...(wanted !== undefined && { Limit: Math.max(1, wanted - items.length) }),
        }),
      )
      items.push(...(page.Items ?? []).filter(isLive).map(toItem))
      start = page.LastEvaluatedKey
    } while (start && (wanted === undefined || items.length < wanted))
    return items.filter(({ sk }) => sk !== after).slice(0, limit)
  }

  async function getMany(wanted: readonly ItemKey[]): Promise<(Item | null)[]> {
    const found = new Map<string, Item>()
    const distinct = [...new Map(wanted.filter(fits).map((key) => [nameOf(key), key])).values()]
    for (let i = 0; i < distinct.length; i += BATCH) {
      let keys: Attributes[] | undefined = distinct.slice(i, i + BATCH).map(toKey)
      for (let attempt = 0; keys && keys.length > 0; attempt++) {
        if (attempt > 8) throw new StoreBusy()
        if (attempt > 0)
          await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt * Math.random()))
        const request = { RequestItems: { [TableName]: { Keys: keys, ConsistentRead: true } } }
        const answer: BatchGetItemCommandOutput = await client.send(new BatchGetItemCommand(request))
        for (const item of answer.Responses?.[TableName] ?? []) {
          if (isLive(item)) found.set(nameOf(toItem(item)), toItem(item))
        }
        keys = answer.UnprocessedKeys?.[TableName]?.Keys
      }
    }
    return wanted.map((key) => found.get(nameOf(key)) ?? null)
  }

  async function write(operations: readonly Operation[], attempt = 1): Promise<void> {
    const [first] = operations
    if (!first) return
    try {
      if (operations.length > 1 || 'check' in first) {
        await client.send(new TransactWriteItemsCommand({ TransactItems: operations.map(toTransactItem) }))
      } else {
        const { Put, Delete } = toTransactItem(first)
        if (Put) await client.send(new PutItemCommand(Put))
        if (Delete) await client.send(new DeleteItemCommand(Delete))
      }
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) throw new WriteConflict([keyOf(first)])
      const inTheWay = conflictsOf(error, operations)
      if (inTheWay && attempt < CONFLICT_ATTEMPTS) {
        // Nothing was written: whether the conditions hold shows once the other transaction has ended.
        await sleep(Math.random() * 10 * 2 ** attempt)
        return write(operations, attempt + 1)
      }
      if (inTheWay?.some(({ ifVersion }) => ifVersion !== undefined))
        throw new WriteConflict(inTheWay.map(keyOf))
      if (inTheWay) throw new StoreBusy({ cause: error })
      if (error instanceof TransactionCanceledException) throw fromCancellation(error, operations)
      throw error
    }
  }

  function toTransactItem(operation: Operation): TransactWriteItem {
    const condition = operation.ifVersion === undefined ? {} : conditionOf(operation.ifVersion)
    if ('check' in operation)
      return {
        ConditionCheck: { TableName, Key: toKey(operation.check), ...conditionOf(operation.ifVersion) },
      }
    if ('remove' in operation) return { Delete: { TableName, Key: toKey(operation.remove), ...condition } }
    const before = typeof operation.ifVersion === 'number' ? operation.ifVersion : 0
    const Item: Attributes = {
      ...toKey(operation.put),
      version: { N: String(before + 1) },
      data: toData(operation.put.data),
      ...(operation.expiresAt !== undefined && { [TTL_ATTRIBUTE]: { N: String(operation.expiresAt) } }),
    }
    return { Put: { TableName, Item, ...condition } }
  }

  return {
    async get(key) {
      if (!fits(key)) return null
      const { Item } = await busy(
        client.send(new GetItemCommand({ TableName, Key: toKey(key), ConsistentRead: true })),
      )
      return Item && isLive(Item) ? toItem(Item) : null
    },
    getMany: (keys) => busy(getMany(keys)),
    query: (pk, range) => busy(query(pk, range)),
    queryMany: (pks) => busy(Promise.all(pks.map((pk) => query(pk)))),
    write: (operations) => busy(write(operations)),
    close: async () => client.destroy(),
  }
}

async function busy<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const { name, code } = error as { name?: string; code?: string }
    if (BUSY.has(name ?? '') || code === 'ECONNREFUSED' || code === 'ECONNRESET') {
      throw new StoreBusy({ cause: error })
    }
    throw error
  }
}

/** The operations that another transaction was in the way of, where nothing else was wrong; null otherwise. */
function conflictsOf(error: unknown, operations: readonly Operation[]): Operation[] | null {
  if (error instanceof TransactionConflictException) return [...operations]
  if (!(error instanceof TransactionCanceledException)) return null
  const codes = operations.map((_, i) => error.CancellationReasons?.[i]?.Code ?? 'None')
  const others = codes.some((code) => code !== 'None' && code !== 'TransactionConflict')
  const found = operations.filter((_, i) => codes[i] === 'TransactionConflict')
  return others || found.length === 0 ? null : found
}

function fromCancellation(error: TransactionCanceledException, operations: readonly Operation[]): Error {
  const reasons = error.CancellationReasons ?? []
  const failed = operations.filter((_, i) =>
    ['ConditionalCheckFailed', 'TransactionConflict'].includes(reasons[i]?.Code ?? ''),
  )
  if (failed.length > 0) return new WriteConflict(failed.map(keyOf))
  const throttled = reasons.some(
    ({ Code }) => Code === 'ThrottlingError' || Code === 'ProvisionedThroughputExceeded',
  )
  return throttled ? new StoreBusy({ cause: error }) : error
}

interface Conditioned {
  ConditionExpression: string
  ExpressionAttributeNames: Record<string, string>
  ExpressionAttributeValues: Attributes
}

/** What has expired is not there, though DynamoDB may take days to remove it. */
function conditionOf(condition: Condition): Conditioned {
  if (typeof condition === 'number' && condition > 0)
    return {
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': { N: String(condition) } },
    }
  return {
    ConditionExpression:
      condition === 0
        ? 'attribute_not_exists(pk) OR #expires < :now'
        : 'attribute_exists(pk) AND (attribute_not_exists(#expires) OR #expires >= :now)',
    ExpressionAttributeNames: { '#expires': TTL_ATTRIBUTE },
    ExpressionAttributeValues: { ':now': { N: String(Date.now() / 1000) } },
  }
}

/** The smallest and largest sort key wanted, both inclusive. */
function bounds({ from, to, prefix, after, reverse }: Range): { low?: string; high?: string } {
  const lows = [from, prefix, reverse ? undefined : after].filter((key) => key !== undefined)
  const highs = [
    to,
    prefix === undefined ? undefined : `${prefix}\u{10ffff}`,
    reverse ? after : undefined,
  ].filter((key) => key !== undefined)
  const low = lows.sort().at(-1)
  const high = highs.sort().at(0)
  return { ...(low !== undefined && { low }), ...(high !== undefined && { high }) }
}

function keyCondition(pk: string, low: string | undefined, high: string | undefined) {
  const bySort =
    low !== undefined && high !== undefined
      ? ' AND sk BETWEEN :low AND :high'
      : low !== undefined
        ? ' AND sk >= :low'
        : high !== undefined
          ? ' AND sk <= :high'
          : ''
  return {
    KeyConditionExpression: `pk = :pk${bySort}`,
    ExpressionAttributeValues: {
      ':pk': { S: pk },
      ...(low !== undefined && { ':low': { S: low } }),
      ...(high !== undefined && { ':high': { S: high } }),
    },
  }
}

const fits = ({ pk, sk }: ItemKey): boolean =>
  Buffer.byteLength(pk) <= LONGEST.pk && Buffer.byteLength(sk) <= LONGEST.sk

const nameOf = ({ pk, sk }: ItemKey) => JSON.stringify([pk, sk])
const toKey = ({ pk, sk }: ItemKey): Attributes => ({ pk: { S: pk }, sk: { S: sk } })

/** DynamoDB removes what has expired within days, not at once. */
const isLive = ({ [TTL_ATTRIBUTE]: expires }: Attributes) =>
  expires?.N === undefined || Number(expires.N) >= Date.now() / 1000

function toData(data: unknown): AttributeValue {
  const text = JSON.stringify(data)
  return text.length < COMPRESS_FROM ? { S: text } : { B: gzipSync(text) }
}

/** An item as DynamoDB keeps it, and as its stream tells of it. */
export function toItem({ pk, sk, version, data }: Attributes): Item {
  const text = data?.B ? gunzipSync(data.B).toString() : (data?.S ?? 'null')
  return { pk: pk?.S ?? '', sk: sk?.S ?? '', version: Number(version?.N), data: JSON.parse(text) }
}
