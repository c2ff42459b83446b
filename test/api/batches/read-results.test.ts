import { expect, it } from 'vitest'
import { createBatchStore } from '../../../api/batches/batch-store.ts'
import type { BatchEntry, BatchHead } from '../../../api/batches/records.ts'
import { type Result, readResults } from '../../../api/batches/results/result-lines.ts'
import { createClaims } from '../../../api/domain/claims.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import type { Table } from '../../../api/store/table.ts'

const author = { tenant: 'acme', subject: 'ada' }
const head = { tenant: 'acme', id: 'b1' } as BatchHead

/** A batch of so many photos, each with a claim of its own, and how many claims were read from the store so far. */
async function openBatch(count: number) {
  const sqlite = createSqliteTable(':memory:')
  let read = 0
  const table: Table = {
    ...sqlite,
    queryMany(pks) {
      read += pks.length
      return sqlite.queryMany(pks)
    },
  }
  const claims = createClaims({ table, clock: () => 0 })
  const store = createBatchStore({ table })
  await store.table.write(store.createOperations(head, []))
  const ids: string[] = []
  for (let index = 1; index <= count; index++) {
    const blank = {
      reference: null,
      policyNumber: null,
      vehicle: { plate: null, vin: null, make: null, model: null, year: null },
      notes: null,
    }
    const { file } = await claims.change(author, claims.draft(author, blank), () => ({
      result: null,
    }))
    ids.push(file.head.id)
    const entry = { index, name: `${index}.jpg`, state: 'DONE', claimId: file.head.id } as BatchEntry
    await store.putEntries({ head, version: index }, [entry])
  }
  return { claims, store, ids, read: () => read }
}

it('goes through the claims of a batch without remembering them', async () => {
  const { claims, store, ids, read } = await openBatch(120)
  const [first] = await claims.files('acme', ids.slice(0, 1))
  const results: Result[] = []
  for await (const result of readResults({ store, claims }, head)) results.push(result)
  expect(results.map(({ file }) => file?.head.id)).toEqual(ids)
  expect(results[0]?.file).toBe(first)
  expect(read()).toBe(ids.length)
  // The one that somebody else looked at is remembered still, and no other.
  await claims.files('acme', ids)
  expect(read()).toBe(2 * ids.length - 1)
})
