import { expect, it } from 'vitest'
import { noCounts, progressOf } from '../../../api/batches/counts.ts'
import type { BatchHead } from '../../../api/batches/records.ts'

const began = '2026-01-01T00:00:00.000Z'
const head = { state: 'RUNNING', total: 10, startedAt: began, finishedAt: null } as BatchHead
const measuredFrom = { at: began, ended: 0 }
const after10s = Date.parse(began) + 10_000

it('tells the time left from the rate so far', () => {
  const counts = { ...noCounts, done: 4, failed: 1 }
  expect(progressOf({ ...head, measuredFrom }, counts, after10s)).toMatchObject({
    waiting: 5,
    rate: 0.5,
    timeLeftSeconds: 10,
  })
})

it.each([
  ['nothing has ended', { ...head, measuredFrom }],
  [
    'it is not known what the batch consists of',
    { ...head, state: 'LISTING', startedAt: null, total: 0 } as const,
  ],
])('does not know the time left where %s', (_, unknown) => {
  expect(progressOf(unknown, noCounts, after10s).timeLeftSeconds).toBeNull()
})
