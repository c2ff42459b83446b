import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import { keyOf, type Operation, StoreBusy, WriteConflict } from './table.ts'

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

/** @throws StoreBusy where DynamoDB does not answer, or asks to come back later */
export async function orBusy<T>(work: Promise<T>): Promise<T> {
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
export function conflictsOf(error: unknown, operations: readonly Operation[]): Operation[] | null {
  if (error instanceof TransactionConflictException) return [...operations]
  if (!(error instanceof TransactionCanceledException)) return null
  const codes = codesOf(error, operations)
  const others = codes.some((code) => code !== 'None' && code !== 'TransactionConflict')
  const found = operations.filter((_, i) => codes[i] === 'TransactionConflict')
  return others || found.length === 0 ? null : found
}

/** Why a write was refused for good: a condition that does not hold, a store that is busy, or what DynamoDB said. */
export function refusalOf(error: unknown, operations: readonly Operation[]): unknown {
  if (error instanceof ConditionalCheckFailedException)
    return new WriteConflict(operations.slice(0, 1).map(keyOf))
  if (!(error instanceof TransactionCanceledException)) return error
  const codes = codesOf(error, operations)
  const failed = operations.filter((_, i) =>
    ['ConditionalCheckFailed', 'TransactionConflict'].includes(codes[i] ?? ''),
  )
  if (failed.length > 0) return new WriteConflict(failed.map(keyOf))
  const throttled = codes.some(
    (code) => code === 'ThrottlingError' || code === 'ProvisionedThroughputExceeded',
  )
  return throttled ? new StoreBusy({ cause: error }) : error
}

const codesOf = (error: TransactionCanceledException, operations: readonly Operation[]): string[] =>
  operations.map((_, i) => error.CancellationReasons?.[i]?.Code ?? 'None')
