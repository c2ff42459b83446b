import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import { createRandom } from '../../bench/faults/random.ts'
import { type Answer, adjuster, admin, openTestApi, rival } from './open-test-api.ts'
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

it('leaves nothing of an erased claim, whatever else happens to its photo at the same time', async () => {
  const random = createRandom(7)
  for (let round = 0; round < 12; round++) {
    const { upload, ask, erase, pictures, left, log } = await openRace()
    const file = await photoFile()
    const first = (await upload(ASSESS, file)).data.assessDamage
    const later = async <T>(work: () => Promise<T>) => {
      await sleep(random.between(0, 40))
      return work()
    }
    const [, ...answers] = await Promise.all([
      later(() => erase(first.claim.id)),
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
