import { z } from 'zod'
import { toItem } from '../store/dynamo-item.ts'
import type { Item } from '../store/table.ts'

/** In events to Lambda binary values are base64. */
const attribute = z
  .object({ S: z.string().optional(), N: z.string().optional(), B: z.string().optional() })
  .transform(({ S, N, B }) =>
    B !== undefined ? { B: Buffer.from(B, 'base64') } : N !== undefined ? { N } : { S: S ?? '' },
  )

/**
 * What is read of the table's stream; the rest is left alone.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
const streamEventSchema = z.object({
  Records: z.array(
    z.object({
      dynamodb: z.object({
        SequenceNumber: z.string(),
        NewImage: z.record(z.string(), attribute).optional(),
      }),
    }),
  ),
})

/** Items that were written, in the order of their partition, each with the place to go on from. */
export function writtenItems(event: unknown): { sequenceNumber: string; item: Item }[] {
  return streamEventSchema
    .parse(event)
    .Records.flatMap(({ dynamodb: { SequenceNumber, NewImage } }) =>
      NewImage ? [{ sequenceNumber: SequenceNumber, item: toItem(NewImage as never) }] : [],
    )
}
