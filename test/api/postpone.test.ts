import type { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { createPostpone, type SqsRecord } from '../../api/worker/sqs-event.ts'

/** Seconds for which a message rests, in 200 tries. */
async function rests(attempt: number, asked?: number): Promise<{ least: number; most: number }> {
  const seconds: number[] = []
  const client = {
    async send({ input }: ChangeMessageVisibilityCommand) {
      seconds.push(input.VisibilityTimeout as number)
    },
  } as unknown as SQSClient
  const postpone = createPostpone({
    client,
    queueUrl: 'https://queue',
    firstSeconds: 20,
    longestSeconds: 1000,
  })
  const attributes = { ApproximateReceiveCount: attempt, ApproximateFirstReceiveTimestamp: 0 }
  const record: SqsRecord = { messageId: 'm', receiptHandle: 'r', body: '', attributes }
  for (let i = 0; i < 200; i++) await postpone(record, asked)
  return { least: Math.min(...seconds), most: Math.max(...seconds) }
}

describe('a message that stays in its queue', () => {
  it('rests twice as long after each attempt, up to the longest, spread around that', async () => {
    for (const [attempt, pause] of [
      [1, 20],
      [3, 80],
      [40, 1000],
    ] as const) {
      const { least, most } = await rests(attempt)
      expect(least).toBeGreaterThanOrEqual(0.75 * pause)
      expect(most).toBeLessThanOrEqual(Math.ceil(1.25 * pause))
      expect(most).toBeGreaterThan(least)
    }
  })

  it('is not shown again before it was asked to', async () => {
    const { least, most } = await rests(1, 60)
    expect(least).toBeGreaterThanOrEqual(60)
    expect(most).toBeLessThanOrEqual(90)
  })
})
