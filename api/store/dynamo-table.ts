import { setTimeout as sleep } from 'node:timers/promises'
import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb'
import { type Attributes, fits, isLive, toItem, toKey } from './dynamo-item.ts'
import { keyConditionOf } from './dynamo-range.ts'
import { orBusy } from './dynamo-refusals.ts'
import { createDynamoWrite } from './dynamo-write.ts'
import { type Item, type ItemKey, type Range, StoreBusy, type Table } from './table.ts'

/** DynamoDB's bound on keys of one BatchGetItem. */
const BATCH = 100

/** The table in DynamoDB. Every read is strongly consistent: whoever wrote sees what was written. */
export function createDynamoTable(client: DynamoDBClient, TableName: string): Table {
  const write = createDynamoWrite(client, TableName)

  async function query(pk: string, range: Range = {}): Promise<Item[]> {
    const { after, reverse, limit } = range
    if (!fits({ pk, sk: '' })) return []
    const condition = keyConditionOf(pk, range)
    if (!condition) return []
    const wanted = limit === undefined ? undefined : limit + (after === undefined ? 0 : 1)
    const items: Item[] = []
    let start: Attributes | undefined
    do {
      const page: QueryCommandOutput = await client.send(
        new QueryCommand({
          TableName,
          ...condition,
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
        if (attempt > 0) await sleep(25 * 2 ** attempt * Math.random())
        const request = { RequestItems: { [TableName]: { Keys: keys, ConsistentRead: true } } }
        const answer: BatchGetItemCommandOutput = await client.send(new BatchGetItemCommand(request))
        for (const attributes of answer.Responses?.[TableName] ?? []) {
          const item = toItem(attributes)
          if (isLive(attributes)) found.set(nameOf(item), item)
        }
        keys = answer.UnprocessedKeys?.[TableName]?.Keys
      }
    }
    return wanted.map((key) => found.get(nameOf(key)) ?? null)
  }

  return {
    async get(key) {
      if (!fits(key)) return null
      const { Item } = await orBusy(
        client.send(new GetItemCommand({ TableName, Key: toKey(key), ConsistentRead: true })),
      )
      return Item && isLive(Item) ? toItem(Item) : null
    },
    getMany: (keys) => orBusy(getMany(keys)),
    query: (pk, range) => orBusy(query(pk, range)),
    queryMany: (pks) => orBusy(Promise.all(pks.map((pk) => query(pk)))),
    write: (operations) => orBusy(write(operations)),
    close: async () => client.destroy(),
  }
}

const nameOf = ({ pk, sk }: ItemKey) => JSON.stringify([pk, sk])
