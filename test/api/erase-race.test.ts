import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Principal } from '../../api/principal.ts'
import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import type { Table } from '../../api/store/table.ts'
import { createRandom } from '../../bench/faults/random.ts'
import { type Answer, adjuster, admin, openTestApi, rival, type TestApi } from './open-test-api.ts'
import { ASSESS } from './operations.ts'
import { photoFile } from './photos.ts'

vi.setConfig({ testTimeout: 120_000 })

const ERASE = 'mutation ($id: ID!) { eraseClaim(id: $id) { __typename ... on Error { code } } }'

async function openRace() {
  const folder = await mkdtemp(join(tmpdir(), 'erase-race-'))
  const file = join(folder, 'dentgraph.db')
  const table = createSqliteTable(file)
  const api = await openTestApi({ table })
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const erase = (id: string, principal = admin) => api.ask(ERASE, { id }, principal)
  /** Statuses of all pictures of a claim, as their links answer. */
  async function pictures(id: string, principal = adjuster): Promise<number[]> {
    const { data } = await api.ask(
      `query ($id: ID!) { claim(id: $id) {
        photos { links { original normalized enhanced annotated thumbnail(width: 160) } } } }`,
      { id },
      principal,
    )
    const links: string[] = data.claim.photos.flatMap((photo: any) => Object.values(photo.links))
    return Promise.all(
      links.map(async (link) => {
        const { pathname, search } = new URL(link)
        return (await api.edge.request(`${pathname}${search}`)).status
      }),
    )
  }
  /** Closes the store: the files that are left, and the rows, but for those that tell what was erased. */
  async function left() {
    await api.api.runner.stop()
    await api.api.overlays.idle()
    await table.close()
    const db = new Database(file)
    const rows = db.prepare("SELECT pk, sk FROM items WHERE pk NOT LIKE '%#ERASED'").all()
    db.close()
    return { blobs: await api.blobs.list(''), rows }
  }
  return { ...api, erase, pictures, left }
}

describe('a photo that is assessed anew while a claim with it is erased', () => {
  it.each([
    ['the same tenant', adjuster, admin],
    ['another one', rival, rival],
  ])('by %s has all its pictures in the new claim', async (_who, principal, eraser) => {
    const { upload, photos, erase, pictures, left } = await openRace()
    const file = await photoFile()
    const { claim } = (await upload(ASSESS, file)).data.assessDamage
    const { erase: eraseFiles } = photos
    let again: Promise<Answer> | undefined
    photos.erase = async (id) => {
      // It finds the photo where it still is.
      again ??= upload(ASSESS, file, principal)
      await sleep(500)
      return eraseFiles(id)
    }
    await erase(claim.id)
    const assessDamage = (await again)?.data.assessDamage
    expect(assessDamage).toMatchObject({ status: 'SUCCEEDED' })
    expect(await pictures(assessDamage.claim.id, principal)).toEqual([200, 200, 200, 200, 200])
    await erase(assessDamage.claim.id, eraser)
    expect(await left()).toEqual({ blobs: [], rows: [] })
  })

  it('has its damages drawn again, not only linked', async () => {
    const { upload, erase, pictures } = await openRace()
    const file = await photoFile()
    for (let i = 0; i < 2; i++) {
      const { claim } = (await upload(ASSESS, file)).data.assessDamage
      expect(await pictures(claim.id)).toEqual([200, 200, 200, 200, 200])
      await erase(claim.id)
    }
  })
})

describe('a photo that is brought to a claim which is not there', () => {
  it('stays with nobody, whether the claim never was, or is erased as the photo comes', async () => {
    const { upload, photos, blobs, erase, left } = await openRace()
    const unknown = await upload(ASSESS, await photoFile(), adjuster, { claim: 'nobody' })
    expect(unknown.data.assessDamage).toMatchObject({ code: 'NOT_FOUND' })
    expect(await blobs.list('')).toEqual([])

    const { claim } = (await upload(ASSESS, await photoFile())).data.assessDamage
    const { take } = photos
    photos.take = async (...args) => {
      const photo = await take(...args)
      await erase(claim.id)
      return photo
    }
    const late = await upload(ASSESS, await photoFile(), adjuster, { claim: claim.id })
    expect(late.data.assessDamage).toMatchObject({ code: 'NOT_FOUND' })
    expect(await left()).toEqual({ blobs: [], rows: [] })
  })
})

describe('a photo that two servers erase at once', () => {
  /** Two servers on one store, and pauses for the second one. */
  async function openServers() {
    const table = createSqliteTable(':memory:')
    const dir = await mkdtemp(join(tmpdir(), 'erase-race-'))
    const paused = new Map<string, () => void>()
    /** Stops whoever comes here until `go`. */
    const pauseAt = (place: string) => new Promise<void>((resolve) => paused.set(place, resolve))
    const reached = (place: string) => expect.poll(() => paused.has(place), { timeout: 20_000 }).toBe(true)
    const go = (place: string) => paused.get(place)?.()
    const one = await openTestApi({ table, dir })
    const slow: Table = {
      ...table,
      async write(operations, options) {
        await table.write(operations, options)
        const noted = operations.some((one) => 'put' in one && one.put.pk.startsWith('PHOTOERASING#'))
        if (noted) await pauseAt('noted')
      },
    }
    const two = await openTestApi({ table: slow, dir })
    const { erase } = two.photos
    two.photos.erase = async (...args) => {
      await pauseAt('files')
      return erase(...args)
    }
    const eraseBy = (server: TestApi, id: string, principal: Principal) =>
      server.ask(ERASE, { id }, principal)
    /** Whether a photo that is sent now has all its pictures, after the second server has gone on. */
    async function sentAgain(file: Blob, second: Promise<unknown>) {
      const again = one.upload(ASSESS, file)
      await sleep(500)
      go('files')
      const { assessDamage } = (await again).data
      await second
      expect(assessDamage).toMatchObject({ status: 'SUCCEEDED' })
      const { data } = await one.ask(
        `{ photo(id: "${assessDamage.photo.id}") { links { original thumbnail(width: 160) } } }`,
      )
      return Promise.all(
        (Object.values(data.photo.links) as string[]).map(async (link) => {
          const { pathname, search } = new URL(link)
          return (await one.edge.request(`${pathname}${search}`)).status
        }),
      )
    }
    return { one, two, eraseBy, reached, go, sentAgain }
  }

  it('each with a claim of its own, is not taken from who sends it again', async () => {
    const { one, two, eraseBy, reached, go, sentAgain } = await openServers()
    const file = await photoFile()
    const ours = (await one.upload(ASSESS, file)).data.assessDamage.claim.id
    const theirs = (await one.upload(ASSESS, file, rival)).data.assessDamage.claim.id
    const second = eraseBy(two, theirs, rival)
    await reached('noted')
    await eraseBy(one, ours, admin)
    go('noted')
    await reached('files')
    expect(await sentAgain(file, second)).toEqual([200, 200])
  })

  it('with the same claim, because one goes on with what the other does, is not either', async () => {
    const { one, two, eraseBy, reached, go, sentAgain } = await openServers()
    const file = await photoFile()
    const { claim } = (await one.upload(ASSESS, file)).data.assessDamage
    const second = eraseBy(two, claim.id, admin)
    await reached('noted')
    go('noted')
    await reached('files')
    await one.api.eraseClaim.resume()
    expect(await sentAgain(file, second)).toEqual([200, 200])
  })
})

it('leaves nothing of an erased claim, whatever else happens to its photo at the same time', async () => {
  const random = createRandom(7)
  for (let round = 0; round < 12; round++) {
    const { upload, ask, edge, erase, pictures, left, log } = await openRace()
    const file = await photoFile()
    const first = (await upload(ASSESS, file)).data.assessDamage
    const annotated = async (id: string) => {
      const { data } = await ask(`{ claim(id: "${id}") { photos { links { annotated } } } }`)
      const link = data.claim?.photos[0]?.links.annotated
      if (!link) return
      const { pathname, search } = new URL(link)
      expect([200, 404]).toContain((await edge.request(`${pathname}${search}`)).status)
    }
    const later = async <T>(work: () => Promise<T>) => {
      await sleep(random.between(0, 40))
      return work()
    }
    const [, , , ...answers] = await Promise.all([
      later(() => erase(first.claim.id)),
      later(() => annotated(first.claim.id)),
      later(() => annotated(first.claim.id)),
      later(() => upload(ASSESS, file)),
      later(() => upload(ASSESS, file, rival)),
      later(() => upload(ASSESS, file, adjuster, { claim: first.claim.id })),
      later(() => ask(ASSESS, { photo: first.photo.id })),
      later(() => ask(ASSESS, { photo: first.photo.id, claim: first.claim.id })),
    ])
    for (const [i, { data, errors }] of answers.entries()) {
      expect([errors, log.filter(({ level }) => level >= 50)]).toEqual([undefined, []])
      const found = data.assessDamage
      if (found.code !== undefined) {
        expect(found.code).toBe('NOT_FOUND')
        continue
      }
      expect(found.status).toBe('SUCCEEDED')
      if (found.claim.id === first.claim.id) continue
      const who = i === 1 ? rival : adjuster
      expect(await pictures(found.claim.id, who)).toEqual([200, 200, 200, 200, 200])
    }
    for (const [i, { data }] of answers.entries()) {
      const id = data.assessDamage.claim?.id
      if (id) await erase(id, i === 1 ? rival : admin)
    }
    expect(await left()).toEqual({ blobs: [], rows: [] })
    expect(log.filter(({ level }) => level >= 50)).toEqual([])
  }
})
