import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createStoredResults } from '../../../api/batches/results/stored-results.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import { keyOf, type Table } from '../../../api/store/table.ts'
import { silent } from '../fake-model.ts'
import { adjuster, admin, rival, submitter } from '../open-test-api.ts'
import { anotherPhoto } from '../photos.ts'
import { openStore } from '../test-store.ts'
import { openBatches, zipOf } from './open-batches.ts'

vi.setConfig({ testTimeout: 60_000 })

const ERASE = `mutation ($id: ID!) { eraseBatch(id: $id) {
  __typename ... on BatchErasure { batchId at actor } ... on Error { code message } ... on Forbidden { requiredRole }
} }`
const NAME = 'winterbottom.png'

/** A store whose writes end after so many, and what is left in the partitions of tenants and workers. */
function watched(table: Table) {
  const partitions = new Set<string>()
  let left = Number.POSITIVE_INFINITY
  const watching: Table = {
    ...table,
    async write(operations, options) {
      if (left-- <= 0) throw new Error('killed')
      for (const one of operations) partitions.add(keyOf(one).pk)
      return table.write(operations, options)
    },
  }
  const rows = async () => (await Promise.all([...partitions].map((pk) => table.query(pk)))).flat()
  return { table: watching, rows, dieAfter: (writes: number) => void (left = writes) }
}

async function openErasing() {
  const store = watched(await openStore())
  const test = await openBatches({ table: store.table })
  /** A batch that has ended, with two photos and something that is none, under a key. */
  async function endedBatch(principal = adjuster) {
    const zip = await zipOf({ [NAME]: await anotherPhoto(), 'notes.txt.jpg': 'no photo' })
    const headers = { 'Idempotency-Key': 'hail-4711' }
    const { id } = await test.send(zip, '?name=hail', headers, principal)
    await test.ended(id, principal)
    return id as string
  }
  return { ...test, ...store, endedBatch }
}

describe('erasing a batch', () => {
  it('leaves nothing of it but that it was erased, by whom and when, and leaves its claims alone', async () => {
    const { ask, endedBatch, entries, request, status, blobs, rows, send } = await openErasing()
    const id = await endedBatch()
    const { claim } = (await entries(id)).find((one: any) => one.state === 'DONE')
    const link = (await status(id)).links.zip
    expect(await blobs.list('zips/')).toHaveLength(1)

    const erased = await ask(ERASE, { id }, admin)
    const erasure = { batchId: id, at: expect.stringMatching(/^\d{4}-/), actor: 'root' }
    expect(erased.data.eraseBatch).toEqual({ __typename: 'BatchErasure', ...erasure })
    expect((await ask('{ batchErasures { batchId at actor } }', {}, admin)).data.batchErasures).toEqual([
      erasure,
    ])
    const found = await ask(`{ batch(id: "${id}") { id } node(id: "${id}") { id } batches { nodes { id } } }`)
    expect(found.data).toEqual({ batch: null, node: null, batches: { nodes: [] } })
    expect((await request(link)).status).toBe(404)
    expect(await blobs.list('zips/')).toEqual([])
    expect((await ask(`{ claim(id: "${claim.id}") { photos { id } } }`)).data.claim.photos).toHaveLength(1)

    const left = JSON.stringify(await rows())
    expect(left).not.toMatch(/winterbottom|hail|notes\.txt/)
    expect(left.split(id)).toHaveLength(3)
    // Its key is free for another batch.
    const again = await send(await zipOf({ 'b.png': await anotherPhoto() }), '', {
      'Idempotency-Key': 'hail-4711',
    })
    expect(again.status).toBe(201)
    expect(again.id).not.toBe(id)
  })

  it('waits for its end', async () => {
    const { ask, send, status, model } = await openErasing()
    model.behave(silent)
    const { id } = await send(await zipOf({ 'a.png': await anotherPhoto() }))
    await expect.poll(async () => (await status(id)).state).toBe('RUNNING')
    const { data } = await ask(ERASE, { id }, admin)
    expect(data.eraseBatch).toMatchObject({ __typename: 'Conflict' })
    expect(data.eraseBatch.message).toContain('RUNNING')
    expect((await status(id)).state).toBe('RUNNING')
  })

  it('goes on after a crash at whatever write, and leaves nothing then either', async () => {
    for (let writes = 1; writes < 9; writes++) {
      const { ask, endedBatch, dieAfter, rows, blobs, batching } = await openErasing()
      const id = await endedBatch()
      dieAfter(writes)
      const { data, errors } = await ask(ERASE, { id }, admin)
      dieAfter(Number.POSITIVE_INFINITY)
      if (errors) expect(errors[0]?.extensions.code).toBe('INTERNAL')
      expect(await batching.eraseBatch.resume({ alone: true })).toBe(errors ? 1 : 0)
      expect(await blobs.list('zips/')).toEqual([])
      expect(JSON.stringify(await rows()).split(id)).toHaveLength(3)
      if (data?.eraseBatch) return
    }
    throw new Error('Expected erasing to end within 9 writes')
  })

  it('is for admins, of their own tenant', async () => {
    const { ask, endedBatch } = await openErasing()
    const id = await endedBatch()
    for (const principal of [submitter, adjuster]) {
      const { data } = await ask(ERASE, { id }, principal)
      expect(data.eraseBatch).toMatchObject({ __typename: 'Forbidden', requiredRole: 'admin' })
      expect((await ask('{ batchErasures { at } }', {}, principal)).errors?.[0]?.extensions.code).toBe(
        'FORBIDDEN',
      )
    }
    expect((await ask(ERASE, { id }, rival)).data.eraseBatch).toMatchObject({ code: 'NOT_FOUND' })
    expect((await ask('{ batchErasures { at } }', {}, rival)).data.batchErasures).toEqual([])
    expect((await ask(`{ batch(id: "${id}") { id } }`)).data.batch).toEqual({ id })
  })

  it('leaves no name in the file of the local database', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'erase-batch-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const table = createSqliteTable(join(folder, 'dentgraph.db'))
    const { ask, send, ended } = await openBatches({ table })
    const { id } = await send(await zipOf({ [NAME]: 'no photo' }))
    await ended(id)
    const texts = async () =>
      (
        await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')))
      ).join()
    expect(await texts()).toContain('winterbottom')
    await ask(ERASE, { id }, admin)
    expect(await texts()).not.toContain('winterbottom')
  })

  it('removes the results that workers have made', async () => {
    const { endedBatch, batching, blobs } = await openErasing()
    const id = await endedBatch()
    const head = (await batching.store.head({ tenant: 'acme', id }))!
    const of = `results/${Buffer.from('acme').toString('base64url')}/${id}`
    for (const key of [`${of}/so-far/summary.csv`, `${of}/${Date.parse(head.finishedAt!)}/results.zip`])
      await blobs.put(key, Buffer.from('x'), { contentType: 'text/plain' })
    const order = async () => {}
    await createStoredResults({ store: batching.store, blobs, order, clock: Date.now }).erase(head)
    expect(await blobs.list('results/')).toEqual([])
  })
})
