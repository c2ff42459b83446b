import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import type { Operation, Table } from '../../api/store/table.ts'
import { StorageUnavailable } from '../../edge/http/errors.ts'
import { silent } from './fake-model.ts'
import { adjuster, admin, openTestApi, rival, submitter } from './open-test-api.ts'
import { ASSESS, CREATE, REVIEW } from './operations.ts'
import { photoFile } from './photos.ts'

const ERASE = `mutation ($id: ID!) { eraseClaim(id: $id) {
  __typename ... on Erasure { claimId at actor } ... on Error { code message } ... on Forbidden { requiredRole }
} }`

/** On a file, to look into what is left of it. */
async function openOnFile(wrap: (table: Table) => Table = (table) => table) {
  const folder = await mkdtemp(join(tmpdir(), 'erase-test-'))
  const file = join(folder, 'dentgraph.db')
  const table = createSqliteTable(file)
  const api = await openTestApi({ table: wrap(table) })
  onTestFinished(() => rm(folder, { recursive: true, force: true }))

  /** Closes the store: what its files and rows hold. */
  async function left() {
    await api.api.runner.stop()
    const texts = async () =>
      (
        await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')))
      ).join()
    const whileOpen = await texts()
    await table.close()
    const db = new Database(file)
    const rows = db.prepare('SELECT pk, sk, data FROM items').all() as {
      pk: string
      sk: string
      data: string
    }[]
    db.close()
    return { rows, texts: whileOpen + (await texts()) }
  }

  /** A claim with everything that a claim can have. */
  async function fullClaim(photo: Blob, principal = adjuster) {
    const { data } = await api.ask(
      CREATE,
      {
        input: {
          reference: 'REFERENCE-77',
          notes: 'call Mrs Winterbottom',
          vehicle: { plate: 'WHISPER 1', vin: 'WVWZZZ1KZAW000001', make: 'Zastava' },
        },
      },
      principal,
    )
    const claim = data.createClaim.id as string
    const assessed = await api.upload(ASSESS, photo, principal, { claim, key: 'order-4711' })
    const { damages, photo: taken } = assessed.data.assessDamage
    const review = { damage: damages[0].id, review: { verdict: 'CONFIRM', note: 'seen by Winterbottom' } }
    await api.ask(REVIEW, review, principal)
    await api.ask(
      'query ($id: ID!) { claim(id: $id) { photos { links { annotated } } } }',
      { id: claim },
      principal,
    )
    return { claim, photo: taken.id as string, assessment: assessed.data.assessDamage.id as string }
  }

  return { ...api, table, left, fullClaim }
}

describe('erasing a claim', () => {
  it('leaves nothing of it in the store or among the photos, but that it was erased, by whom and when', async () => {
    const { ask, fullClaim, blobs, left } = await openOnFile()
    const { claim, photo, assessment } = await fullClaim(await photoFile())
    expect(await blobs.list('')).not.toEqual([])

    const erased = await ask(ERASE, { id: claim }, admin)
    const erasure = { claimId: claim, at: expect.stringMatching(/^\d{4}-/), actor: 'root' }
    expect(erased.data.eraseClaim).toEqual({ __typename: 'Erasure', ...erasure })
    const found = await ask(
      `{ claim(id: "${claim}") { id } assessment(id: "${assessment}") { id } photo(id: "${photo}") { id }
        node(id: "${claim}") { id } claims(filter: { search: "zastava" }) { nodes { id } } all: claims { nodes { id } } }`,
    )
    expect(found.data).toEqual({
      claim: null,
      assessment: null,
      photo: null,
      node: null,
      claims: { nodes: [] },
      all: { nodes: [] },
    })
    expect((await ask('{ erasures { claimId at actor } }', {}, admin)).data.erasures).toEqual([erasure])

    expect(await blobs.list('')).toEqual([])
    const { rows, texts } = await left()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ pk: 'T#acme#ERASED' })
    expect(JSON.parse(rows[0]?.data ?? '')).toEqual({ ...erasure, at: expect.any(String) })
    expect(texts).not.toMatch(/whisper|winterbottom|reference-77|WVWZZZ|zastava|order-4711/i)
    expect(texts).not.toContain(photo)
  })

  it('leaves a photo that another claim of the tenant shows to that one, until it is erased too', async () => {
    const { ask, fullClaim, blobs, upload, left } = await openOnFile()
    const file = await photoFile()
    const { claim, photo } = await fullClaim(file)
    const other = (await upload(ASSESS, file)).data.assessDamage.claim.id
    await ask(ERASE, { id: claim }, admin)
    const { data } = await ask(
      `{ claim(id: "${other}") { damages { type } } photo(id: "${photo}") { claims { id } } }`,
    )
    expect(data).toEqual({ claim: { damages: [{ type: 'scratch' }] }, photo: { claims: [{ id: other }] } })
    await ask(ERASE, { id: other }, admin)
    expect(await blobs.list('')).toEqual([])
    expect((await left()).rows.map(({ pk }) => pk)).toEqual(['T#acme#ERASED', 'T#acme#ERASED'])
  })

  it('leaves a photo that another tenant has sent to that one', async () => {
    const { ask, fullClaim, blobs, upload, photos } = await openOnFile()
    const file = await photoFile()
    const { claim, photo } = await fullClaim(file)
    const theirs = (await upload(ASSESS, file, rival)).data.assessDamage.claim.id
    await ask(ERASE, { id: claim }, admin)
    expect((await ask(`{ photo(id: "${photo}") { id } }`)).data.photo).toBeNull()
    expect((await ask(`{ photo(id: "${photo}") { id } }`, {}, rival)).data.photo).toEqual({ id: photo })
    expect(await photos.read(photo, 'original')).not.toBeNull()
    await ask(ERASE, { id: theirs }, rival)
    expect(await blobs.list('')).toEqual([])
  })

  it('erases the upload by which a large photo came', async () => {
    const { ask, api, photos, blobs, left } = await openOnFile()
    const { id } = await photos.openUpload({ seconds: 60 })
    await api.index.own('acme', { id })
    await photos.receiveUpload(id, new Uint8Array(await (await photoFile()).arrayBuffer()))
    const { data } = await ask(ASSESS, { photo: id })
    await ask(ERASE, { id: data.assessDamage.claim.id }, admin)
    expect(await blobs.list('')).toEqual([])
    expect((await left()).rows.map(({ pk }) => pk)).toEqual(['T#acme#ERASED'])
  })

  it('ends what is under way: the model’s answer is dropped, and whoever waits is told', async () => {
    const { ask, upload, model, api, blobs, log, left } = await openOnFile()
    model.behave(silent)
    const { data } = await upload(ASSESS, await photoFile(), adjuster, { wait: 0 })
    const { id, claim } = data.assessDamage
    const waiting = ask(ASSESS, { photo: data.assessDamage.photo.id, claim: claim.id })
    await expect.poll(() => model.requests.length).toBe(2)
    await ask(ERASE, { id: claim.id }, admin)
    expect((await waiting).data.assessDamage).toMatchObject({ code: 'NOT_FOUND' })
    expect((await ask(`{ assessment(id: "${id}") { id } }`)).data.assessment).toBeNull()
    await api.runner.stop()
    expect(await api.runner.recover()).toBe(0)
    expect(await blobs.list('')).toEqual([])
    expect(log.filter(({ level }) => level >= 50)).toEqual([])
    expect((await left()).rows).toHaveLength(1)
  })

  it('goes on after a crash at whatever write, and leaves nothing then either', async () => {
    for (let writes = 1; writes < 12; writes++) {
      let left = Number.POSITIVE_INFINITY
      const failing = (table: Table): Table => ({
        ...table,
        write: async (operations: readonly Operation[], options) => {
          if (left-- <= 0) throw new Error('killed')
          return table.write(operations, options)
        },
      })
      const opened = await openOnFile(failing)
      const { claim } = await opened.fullClaim(await photoFile())
      left = writes
      const { data, errors } = await opened.ask(ERASE, { id: claim }, admin)
      left = Number.POSITIVE_INFINITY
      if (errors) expect(errors[0]?.extensions.code).toBe('INTERNAL')
      expect(await opened.api.eraseClaim.resume({ alone: true })).toBe(errors ? 1 : 0)
      expect(await opened.blobs.list('')).toEqual([])
      expect((await opened.left()).rows.map(({ pk }) => pk)).toEqual(['T#acme#ERASED'])
      if (data?.eraseClaim) return
    }
    throw new Error('Expected erasing to end within 12 writes')
  })

  it('that another server may be at is left to it for five minutes', async () => {
    let now = Date.now()
    const { ask, upload, api, blobs, photos, dir } = await openTestApi({ clock: () => now })
    const { claim } = (await upload(ASSESS, await photoFile())).data.assessDamage
    await api.overlays.idle()
    const { write } = api.table
    photos.erase = async () => {
      api.table.write = () => Promise.reject(new Error('killed'))
      throw new Error('killed')
    }
    await ask(ERASE, { id: claim.id }, admin)
    const other = await openTestApi({ table: { ...api.table, write }, dir, clock: () => now })
    expect(await other.api.eraseClaim.resume()).toBe(0)
    now += 5 * 60_000 + 1
    expect(await other.api.eraseClaim.resume()).toBe(1)
    expect(await blobs.list('')).toEqual([])
  })

  it('says where the store of photos does not answer, and goes on once it does', async () => {
    const { ask, fullClaim, photos, blobs, api, log } = await openOnFile()
    const { claim } = await fullClaim(await photoFile())
    const { erase } = photos
    photos.erase = () => Promise.reject(new StorageUnavailable())
    const { errors } = await ask(ERASE, { id: claim }, admin)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'STORAGE_UNAVAILABLE', retryAfterSeconds: 5 })
    expect(log.filter(({ level }) => level >= 50)).toEqual([])
    photos.erase = erase
    expect(await api.eraseClaim.resume()).toBe(1)
    expect(await blobs.list('')).toEqual([])
  })

  it('goes on with the others where one cannot be gone on with', async () => {
    const { ask, fullClaim, upload, photos, blobs, api } = await openOnFile()
    const [first, second] = [await fullClaim(await photoFile()), await upload(ASSESS, await photoFile())]
    const { erase } = photos
    photos.erase = () => Promise.reject(new StorageUnavailable())
    for (const id of [first.claim, second.data.assessDamage.claim.id]) await ask(ERASE, { id }, admin)
    photos.erase = (id) => (id === first.photo ? Promise.reject(new StorageUnavailable()) : erase(id))
    await expect(api.eraseClaim.resume()).rejects.toThrow(StorageUnavailable)
    expect((await blobs.list('photos/')).every((key) => key.includes(first.photo))).toBe(true)
    photos.erase = erase
    expect(await api.eraseClaim.resume()).toBe(1)
    expect(await blobs.list('')).toEqual([])
  })

  it('is for admins, of their own tenant', async () => {
    const { ask, fullClaim } = await openOnFile()
    const { claim } = await fullClaim(await photoFile())
    for (const principal of [submitter, adjuster]) {
      const { data } = await ask(ERASE, { id: claim }, principal)
      expect(data.eraseClaim).toMatchObject({ __typename: 'Forbidden', requiredRole: 'admin' })
      expect((await ask('{ erasures { at } }', {}, principal)).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    }
    expect((await ask(ERASE, { id: claim }, rival)).data.eraseClaim).toMatchObject({ code: 'NOT_FOUND' })
    expect((await ask('{ erasures { at } }', {}, rival)).data.erasures).toEqual([])
    expect((await ask(`{ claim(id: "${claim}") { id } }`)).data.claim).toEqual({ id: claim })
  })
})
