import { describe, expect, it } from 'vitest'
import type { KeptPhotos, LeftPhoto } from '../../../web/upload/kept-photos.ts'
import { createUploadKeeper, type KeeperDeps, type PhotoToKeep } from '../../../web/upload/upload-keeper.ts'

/** One browser: its database, and the locks of its tabs. */
function openBrowser() {
  const disk = new Map<string, LeftPhoto>()
  const groups = new Map<string, string>()
  const photos: KeptPhotos = {
    put: async (photo) => void disk.set(photo.id, { ...photo, claimId: null }),
    async change(id, change) {
      const photo = disk.get(id)
      if (photo) disk.set(id, { ...photo, ...change })
    },
    setClaim: async (group, claimId) => void groups.set(group, claimId),
    all: async () =>
      [...disk.values()].map((photo) => ({ ...photo, claimId: groups.get(photo.group) ?? null })),
    async remove(ids) {
      for (const id of ids) disk.delete(id)
    },
  }
  const held = new Set<string>()
  const locks = {
    request: async (name: string, run: () => unknown) => {
      held.add(name)
      return Promise.resolve(run()).finally(() => held.delete(name))
    },
    query: async () => ({ held: [...held].map((name) => ({ name })) }),
  } as unknown as NonNullable<KeeperDeps['locks']>
  const openTab = (tab: string, deps: Partial<KeeperDeps> = {}) =>
    createUploadKeeper({ photos, locks, owner: () => 'ada', tab, clock: () => 1000, ...deps })
  return {
    openTab,
    closeTab: (tab: string) => held.delete(`dentgraph.uploads.${tab}`),
    names: () => [...disk.values()].map(({ name }) => name),
  }
}

const photo = (id: string, change: Partial<PhotoToKeep> = {}): PhotoToKeep => ({
  id,
  name: `${id}.jpg`,
  size: 10,
  key: `key ${id}`,
  detail: 'STANDARD',
  reference: 'A-1',
  group: 'g',
  photoId: null,
  open: async () => new Blob(['0123456789']),
  ...change,
})

describe('an upload keeper', () => {
  it('hands what a closed tab left to the next one, with its key and its claim', async () => {
    const { openTab, closeTab, names } = openBrowser()
    const first = openTab('1')
    for (const id of ['a', 'b', 'c']) first.keep(photo(id))
    await expect.poll(names).toEqual(['a.jpg', 'b.jpg', 'c.jpg'])
    first.claimed('g', 'claim 1')
    first.sent('b', 'photo b')
    first.forget('c')
    const second = openTab('2')
    expect(await second.left()).toEqual([])
    closeTab('1')
    const left = await second.left()
    expect(left).toMatchObject([
      { id: 'a', key: 'key a', claimId: 'claim 1', photoId: null, file: expect.any(Blob) },
      { id: 'b', key: 'key b', claimId: 'claim 1', photoId: 'photo b', file: null },
    ])
    expect(await second.adopt(left)).toHaveLength(2)
    // Whoever comes second finds them taken.
    expect(await openTab('3').adopt(left)).toEqual([])
    expect(await openTab('3').left()).toEqual([])
  })

  it('keeps no more than its bounds', async () => {
    const { openTab, names } = openBrowser()
    const keeper = openTab('1', { maxBytes: 35, maxPhotos: 10 })
    for (const id of ['a', 'b', 'c', 'd', 'e']) keeper.keep(photo(id))
    await expect.poll(names).toEqual(['a.jpg', 'b.jpg', 'c.jpg'])
    keeper.forget('a')
    keeper.keep(photo('f'))
    await expect.poll(names).toEqual(['b.jpg', 'c.jpg', 'f.jpg'])
  })

  it('removes what is old, and what belongs to somebody else', async () => {
    const { openTab, closeTab, names } = openBrowser()
    const week = 7 * 24 * 3600 * 1000
    openTab('1', { clock: () => 0 }).keep(photo('old'))
    openTab('1', { clock: () => week }).keep(photo('new'))
    openTab('1', { clock: () => week, owner: () => 'bob' }).keep(photo('of bob'))
    await expect.poll(() => names().sort()).toEqual(['new.jpg', 'of bob.jpg', 'old.jpg'])
    closeTab('1')
    const left = await openTab('2', { clock: () => week + 1 }).left()
    expect(left.map(({ name }) => name)).toEqual(['new.jpg'])
    expect(names()).toEqual(['new.jpg'])
  })

  it('leaves nothing of what was forgotten while it was read', async () => {
    const { openTab, names } = openBrowser()
    const keeper = openTab('1')
    let give: ((file: Blob) => void) | null = null
    const open = () =>
      new Promise<Blob>((resolve) => {
        give = resolve
      })
    keeper.keep(photo('slow', { open }))
    keeper.keep(photo('next'))
    await expect.poll(() => give).not.toBeNull()
    keeper.forget('slow')
    ;(give as unknown as (file: Blob) => void)(new Blob(['x']))
    await expect.poll(names).toEqual(['next.jpg'])
  })

  it('clears everything of who signs out, and keeps nothing of nobody', async () => {
    const { openTab, names } = openBrowser()
    const keeper = openTab('1')
    keeper.keep(photo('a'))
    await expect.poll(names).toEqual(['a.jpg'])
    await keeper.clear('ada')
    expect(names()).toEqual([])
    const nobody = openTab('2', { owner: () => null })
    nobody.keep(photo('b', { open: async () => Promise.reject(new Error('not read')) }))
    expect(await nobody.left()).toEqual([])
    expect(names()).toEqual([])
  })
})
