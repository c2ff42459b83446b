import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { openTestApi } from './open-test-api.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes that are held by what was asked, for each of so many questions that differ. */
async function heldBy(count: number, question: (number: number) => string): Promise<number> {
  const { ask } = await openTestApi()
  for (let i = 0; i < 20; i++) await ask(question(i))
  const used = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const before = used()
  for (let i = 0; i < count; i++) await ask(question(20 + i))
  return (used() - before) / count
}

it.each([
  ['that ask for fields that are not there', (i: number) => `{ claims { nodes { id nothing${i} } } }`],
  ['that cannot be read', (i: number) => `{ claims { nodes { id nothing${i} } }`],
])('remembers of operations %s little more than their text', async (_what, question) => {
  expect(await heldBy(80, question)).toBeLessThan(20_000)
})

it('remembers some hundred operations, however many differ', async () => {
  const fields = (i: number) =>
    Array.from({ length: 12 }, (_, j) => `a${i}_${j}: claims { kind: __typename }`).join(' ')
  expect(await heldBy(500, (i) => `{ ${fields(i)} }`)).toBeLessThan(14_000)
})
