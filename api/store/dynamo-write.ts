import { setTimeout as sleep } from 'node:timers/promises'
import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { TTL_ATTRIBUTE } from './dynamo-definition.ts'
import { type Attributes, toAttributes, toKey } from './dynamo-item.ts'
import { conflictsOf, refusalOf } from './dynamo-refusals.ts'
import { type Condition, keyOf, type Operation, StoreBusy, WriteConflict } from './table.ts'

/** So often a write is tried that another transaction is in the way of; those take milliseconds. */
const CONFLICT_ATTEMPTS = 6

/**
 * Writes to a table in DynamoDB, in a transaction where one operation alone would not do.
 *
 * The version of an item is kept by the conditions alone, so an unconditional put reads nothing and
 * starts again at 1; only items that nobody conditions on are written that way.
 */
export function createDynamoWrite(client: DynamoDBClient, TableName: string) {
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
      const inTheWay = conflictsOf(error, operations)
      if (!inTheWay) throw refusalOf(error, operations)
      if (attempt < CONFLICT_ATTEMPTS) {
        // Nothing was written: whether the conditions hold shows once the other transaction has ended.
        await sleep(Math.random() * 10 * 2 ** attempt)
        return write(operations, attempt + 1)
      }
      if (inTheWay.some(({ ifVersion }) => ifVersion !== undefined))
        throw new WriteConflict(inTheWay.map(keyOf))
      throw new StoreBusy({ cause: error })
    }
  }

  function toTransactItem(operation: Operation): TransactWriteItem {
    const condition = operation.ifVersion === undefined ? {} : conditionOf(operation.ifVersion)
    if ('check' in operation)
      return {
        ConditionCheck: { TableName, Key: toKey(operation.check), ...conditionOf(operation.ifVersion) },
      }
    if ('remove' in operation) return { Delete: { TableName, Key: toKey(operation.remove), ...condition } }
    return { Put: { TableName, Item: toAttributes(operation), ...condition } }
  }

  return (operations: readonly Operation[]): Promise<void> => write(operations)
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
