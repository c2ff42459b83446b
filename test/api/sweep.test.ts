import type { SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { enterWork, type WorkItem } from '../../api/assess/work-list.ts'
import { createSweep } from '../../api/worker/sweep.ts'
import { openStore } from './test-store.ts'

/** SQS, of which the sweep asks how much there is to do. */
const queueOf = (messages: number) =>
  ({
    send: async () => ({ Attributes: { ApproximateNumberOfMessages: String(messages) } }),
  }) as unknown as SQSClient

const lost: WorkItem = { tenant: 'acme', claimId: 'c1', assessmentId: 'c1.a1' }

async function openSweep(messages: number, erasing: (() => Promise<number>)[]) {
  const table = await openStore()
  await table.write([enterWork(lost)])
  const handed: WorkItem[] = []
  const handOver = async (...items: WorkItem[]) => void handed.push(...items)
  const sweep = createSweep({ client: queueOf(messages), queueUrl: 'q', table, handOver, erasing })
  return { sweep, handed }
}

describe('the sweep', () => {
  it('puts lost assessments back and goes on with erasures', async () => {
    const { sweep, handed } = await openSweep(0, [async () => 2, async () => 3])
    expect(await sweep()).toEqual({ assessments: 1, erasures: 5 })
    expect(handed).toEqual([lost])
  })

  it('leaves assessments to the queue while it holds messages', async () => {
    const { sweep, handed } = await openSweep(1, [async () => 1])
    expect(await sweep()).toEqual({ assessments: 0, erasures: 1 })
    expect(handed).toEqual([])
  })

  it('puts assessments back, and goes on with batches, where claims cannot be erased', async () => {
    let batches = 0
    const broken = () => Promise.reject(new Error('AccessDenied'))
    const { sweep, handed } = await openSweep(0, [broken, async () => ++batches])
    await expect(sweep()).rejects.toThrow('AccessDenied')
    expect(handed).toEqual([lost])
    expect(batches).toBe(1)
  })
})
