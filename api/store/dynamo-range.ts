import type { Attributes } from './dynamo-item.ts'
import type { Range } from './table.ts'

interface KeyCondition {
  KeyConditionExpression: string
  ExpressionAttributeValues: Attributes
}

/**
 * A range as a query's condition on keys. A condition cannot leave its bound out: the item at `after` comes along, and
 * is to be dropped.
 *
 * @returns null where no key is in the range
 */
export function keyConditionOf(pk: string, range: Range): KeyCondition | null {
  const { low, high } = bounds(range)
  if (low !== undefined && high !== undefined && low > high) return null
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
