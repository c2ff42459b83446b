import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDynamoClient } from '../../../api/store/dynamo-client.ts'
import { createDynamoTable } from '../../../api/store/dynamo-table.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import { StoreBusy, type Table, WriteConflict } from '../../../api/store/table.ts'
import { startDynamo } from '../start-dynamo.ts'

let dynamo: Awaited<ReturnType<typeof startDynamo>>
let count = 0

beforeAll(async () => {
  dynamo = await startDynamo()
})
afterAll(() => dynamo.stop())

const stores: [string, () => Promise<Table>][] = [
  ['SQLite', async () => createSqliteTable(':memory:')],
  [
    'DynamoDB',
    async () => {
      const name = `table-${++count}`
      await dynamo.createTable(name)
      return createDynamoTable(dynamo.client, name)
    },
  ],
]

const put = (pk: string, sk: string, data: unknown = null, ifVersion?: number) => ({
  put: { pk, sk, data },
  ...(ifVersion !== undefined && { ifVersion }),
})

describe.each(stores)('the table in %s', (_name, open) => {
  let table: Table
  beforeEach(async () => {
    table = await open()
  })

  it('gives back what was put, and null for what was not', async () => {
    const data = { text: 'ä"\\', number: 0.1, list: [1, [2, null]], nothing: null }
    await table.write([put('p', 's', data, 0)])
    expect(await table.get({ pk: 'p', sk: 's' })).toEqual({ pk: 'p', sk: 's', version: 1, data })
    expect(await table.get({ pk: 'p', sk: 'other' })).toBeNull()
  })

  it('keeps items far larger than most', async () => {
    const data = Array.from({ length: 20_000 }, (_, i) => [i, i / 7])
    await table.write([put('p', 's', data, 0)])
    expect((await table.get({ pk: 'p', sk: 's' }))?.data).toEqual(data)
  })

  it('writes under the condition that something is there, or is not, whatever its version', async () => {
    const there = { check: { pk: 'p', sk: 'gate' }, ifVersion: 'any' as const }
    const absent = { check: { pk: 'p', sk: 'gate' }, ifVersion: 0 }
    const renewed = { ...put('p', 's', 'renewed'), ifVersion: 'any' as const }
    const value = async () => (await table.get({ pk: 'p', sk: 's' }))?.data
    await expect(table.write([put('p', 's', 'x'), there])).rejects.toThrow(WriteConflict)
    await expect(table.write([there])).rejects.toMatchObject({ keys: [{ pk: 'p', sk: 'gate' }] })
    await expect(table.write([renewed])).rejects.toThrow(WriteConflict)
    await table.write([put('p', 's', 'first'), absent])
    await table.write([put('p', 'gate')])
    await expect(table.write([put('p', 's', 'x'), absent])).rejects.toThrow(WriteConflict)
    expect(await value()).toBe('first')
    await table.write([renewed, there])
    expect(await value()).toBe('renewed')
    expect((await table.get({ pk: 'p', sk: 'gate' }))?.version).toBe(1)
  })

  it('takes what has expired for absent, in conditions too', async () => {
    await table.write([{ ...put('p', 'gate'), expiresAt: Math.floor(Date.now() / 1000) - 10 }])
    await expect(
      table.write([put('p', 's'), { check: { pk: 'p', sk: 'gate' }, ifVersion: 'any' }]),
    ).rejects.toThrow(WriteConflict)
    await table.write([put('p', 's'), { check: { pk: 'p', sk: 'gate' }, ifVersion: 0 }])
  })

  it('counts versions, and refuses a write under another one', async () => {
    await table.write([put('p', 's', 'first', 0)])
    await expect(table.write([put('p', 's', 'again', 0)])).rejects.toThrow(WriteConflict)
    await table.write([put('p', 's', 'second', 1)])
    await expect(table.write([put('p', 's', 'late', 1)])).rejects.toThrow(WriteConflict)
    expect(await table.get({ pk: 'p', sk: 's' })).toMatchObject({ version: 2, data: 'second' })
  })

  it('removes only under its condition', async () => {
    await table.write([put('p', 's', 'kept', 0)])
    await expect(table.write([{ remove: { pk: 'p', sk: 's' }, ifVersion: 2 }])).rejects.toThrow(WriteConflict)
    await table.write([{ remove: { pk: 'p', sk: 's' }, ifVersion: 1 }])
    expect(await table.get({ pk: 'p', sk: 's' })).toBeNull()
    await table.write([{ remove: { pk: 'p', sk: 's' } }])
  })

  it('writes all of several operations or none, and names those that did not fit', async () => {
    await table.write([put('p', 'taken', 'before', 0)])
    const conflict = table.write([put('p', 'a', 1, 0), put('q', 'b', 2), put('p', 'taken', 'after', 0)])
    await expect(conflict).rejects.toMatchObject({ keys: [{ pk: 'p', sk: 'taken' }] })
    expect(
      await table.getMany([
        { pk: 'p', sk: 'a' },
        { pk: 'q', sk: 'b' },
      ]),
    ).toEqual([null, null])

    await table.write([
      put('p', 'a', 1, 0),
      put('q', 'b', 2),
      { remove: { pk: 'p', sk: 'taken' }, ifVersion: 1 },
    ])
    const keys = ['a', 'taken'].map((sk) => ({ pk: 'p', sk }))
    expect((await table.getMany([...keys, { pk: 'q', sk: 'b' }])).map((item) => item?.data)).toEqual([
      1,
      undefined,
      2,
    ])
  })

  it('lets exactly one of several writers win', async () => {
    const writers = Array.from({ length: 5 }, (_, i) =>
      table.write([put('p', 's', i, 0), put('p', `mine-${i}`)]),
    )
    const results = await Promise.allSettled(writers)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await table.query('p', { prefix: 'mine-' })).toHaveLength(1)
  })

  it('finds many at once, in the order asked, the same one twice too', async () => {
    const keys = Array.from({ length: 120 }, (_, i) => ({ pk: `p${i}`, sk: 's' }))
    for (let i = 0; i < 120; i += 60)
      await table.write(keys.slice(i, i + 60).map(({ pk, sk }) => put(pk, sk, pk)))
    const found = await table.getMany([...keys, { pk: 'p3', sk: 's' }, { pk: 'none', sk: 's' }])
    expect(found.map((item) => item?.data)).toEqual([...keys.map(({ pk }) => pk), 'p3', undefined])
  })

  it('reads several partitions whole', async () => {
    await table.write([put('a', '2'), put('a', '1'), put('c', '1'), put('ab', '1')])
    const partitions = await table.queryMany(['a', 'b', 'c'])
    expect(partitions.map((items) => items.map(({ sk }) => sk))).toEqual([['1', '2'], [], ['1']])
  })

  it('expires items', async () => {
    const now = Math.floor(Date.now() / 1000)
    await table.write([
      { ...put('p', 'gone'), expiresAt: now - 5 },
      { ...put('p', 'here'), expiresAt: now + 500 },
    ])
    expect(await table.get({ pk: 'p', sk: 'gone' })).toBeNull()
    expect((await table.query('p')).map(({ sk }) => sk)).toEqual(['here'])
  })

  it.each([
    ['alone', []],
    ['with another', [put('q', 's')]],
  ])('takes what has expired for what is not there: a write of it %s', async (_what, others) => {
    const now = Math.floor(Date.now() / 1000)
    await table.write([{ ...put('p', 'key', 'before', 0), expiresAt: now - 5 }])
    await table.write([{ ...put('p', 'key', 'after', 0), expiresAt: now + 500 }, ...others])
    expect(await table.get({ pk: 'p', sk: 'key' })).toMatchObject({ version: 1, data: 'after' })
    await expect(table.write([put('p', 'key', 'late', 0), ...others])).rejects.toThrow(WriteConflict)
  })

  it('finds nothing under keys longer than any that it keeps', async () => {
    const key = { pk: 'p'.repeat(3000), sk: 's' }
    expect(await table.get(key)).toBeNull()
    expect(await table.getMany([key, { pk: 'p', sk: 's'.repeat(2000) }])).toEqual([null, null])
    expect(await table.query(key.pk)).toEqual([])
  })

  describe('asked for a range', () => {
    beforeEach(() => table.write(['a1', 'a2', 'b1', 'b2', 'b3', 'c', 'é', '#'].map((sk) => put('p', sk))))
    const all = ['#', 'a1', 'a2', 'b1', 'b2', 'b3', 'c', 'é']

    it.each([
      [{}, all],
      [{ reverse: true }, [...all].reverse()],
      [{ limit: 2 }, ['#', 'a1']],
      [{ prefix: 'b' }, ['b1', 'b2', 'b3']],
      [{ prefix: 'b', reverse: true, limit: 2 }, ['b3', 'b2']],
      [{ from: 'a2', to: 'b2' }, ['a2', 'b1', 'b2']],
      [{ from: 'a2', to: 'b2', after: 'a2' }, ['b1', 'b2']],
      [{ after: 'b1' }, ['b2', 'b3', 'c', 'é']],
      [{ after: 'b1', limit: 1 }, ['b2']],
      [{ after: 'b1', reverse: true }, ['a2', 'a1', '#']],
      [{ after: 'b1', reverse: true, limit: 1 }, ['a2']],
      [{ after: 'b15', limit: 1 }, ['b2']],
      [{ prefix: 'b', after: 'zzz' }, []],
      [{ prefix: 'b', after: '!' }, ['b1', 'b2', 'b3']],
      [{ from: 'x', to: 'a' }, []],
      [{ prefix: 'x' }, []],
    ])('%j gives %j', async (range, expected) => {
      expect((await table.query('p', range)).map(({ sk }) => sk)).toEqual(expected)
    })
  })
})

describe('the table in SQLite', () => {
  it('keeps what was written when the file is opened again, and belongs to one process at a time', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'table-'))
    const file = join(dir, 'deep', 'store.db')
    const first = createSqliteTable(file)
    await first.write([put('p', 's', 'kept', 0)])
    expect(() => createSqliteTable(file)).toThrow('another process has open')
    await first.close()
    const second = createSqliteTable(file)
    expect((await second.get({ pk: 'p', sk: 's' }))?.data).toBe('kept')
    await second.close()
    await rm(dir, { recursive: true })
  })
})

describe('the table in DynamoDB', () => {
  it('says so when it is throttled for longer than its client tries', async () => {
    const name = `table-${++count}`
    await dynamo.createTable(name)
    const table = createDynamoTable(dynamo.client, name)
    dynamo.state.refuse = () => 'ProvisionedThroughputExceededException'
    await expect(table.get({ pk: 'p', sk: 's' })).rejects.toThrow(StoreBusy)
    await expect(table.write([put('p', 's')])).rejects.toThrow(StoreBusy)
    // Once is not enough to fail: the client comes back by itself.
    let refusals = 1
    dynamo.state.refuse = () => (refusals-- > 0 ? 'ThrottlingException' : null)
    await table.write([put('p', 's', 'in the end', 0)])
    dynamo.state.refuse = null
    expect((await table.get({ pk: 'p', sk: 's' }))?.data).toBe('in the end')
  })

  it.each([
    ['one item', [put('p', 's', 'mine')]],
    ['one item, under a condition', [put('p', 's', 'mine', 0)]],
  ])('waits for a transaction of others that is in the way of %s', async (_what, operations) => {
    const name = `table-${++count}`
    await dynamo.createTable(name)
    const table = createDynamoTable(dynamo.client, name)
    let refusals = 3
    dynamo.state.refuse = () => (refusals-- > 0 ? 'TransactionConflictException' : null)
    await table.write(operations)
    expect((await table.get({ pk: 'p', sk: 's' }))?.data).toBe('mine')
    dynamo.state.refuse = ({ target }) => (target === 'PutItem' ? 'TransactionConflictException' : null)
    const conditioned = 'ifVersion' in (operations[0] as object)
    await expect(table.write(operations)).rejects.toThrow(conditioned ? WriteConflict : StoreBusy)
    dynamo.state.refuse = null
  })

  it('does not wait for ever when it hangs, and goes on when that is over', async () => {
    const name = `table-${++count}`
    await dynamo.createTable(name)
    const client = createDynamoClient({
      endpoint: dynamo.url,
      region: 'local',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 2,
      answerMs: 300,
    })
    const table = createDynamoTable(client, name)
    dynamo.state.hangs = true
    const calls = dynamo.state.calls.length
    await expect(table.get({ pk: 'p', sk: 's' })).rejects.toThrow(StoreBusy)
    expect(dynamo.state.calls.length - calls).toBe(2)
    await expect(table.write([put('p', 's')])).rejects.toThrow(StoreBusy)
    dynamo.state.hangs = false
    await expect.poll(() => table.get({ pk: 'p', sk: 's' })).toBeNull()
    client.destroy()
  })
})
