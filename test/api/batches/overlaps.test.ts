import { describe, expect, it } from 'vitest'
import { createDisjointRanges } from '../../../api/batches/sources/disjoint-ranges.ts'
import { anotherPhoto } from '../photos.ts'
import { openBatches, unzip } from './open-batches.ts'
import { quotingZip, repeatingZip } from './overlapping-zip.ts'

const names = ['a.png', 'b.png', 'c.png', 'd.png']

describe('a zip whose entries share their bytes', { timeout: 60_000 }, () => {
  it.each([
    // The first one is no photo: it begins with the header of the next.
    ['quote one another', quotingZip, { code: 'PHOTO_UNSUPPORTED' }],
    ['are one and the same', repeatingZip, null],
  ])('unpacks one of those that %s', async (_, makeZip, first) => {
    const zip = makeZip(names, await anotherPhoto())
    expect([...(await unzip(zip)).keys()]).toEqual(names)
    const { send, ended, entries, model } = await openBatches()
    const { id } = await send(zip)
    expect(await ended(id)).toMatchObject({ state: 'FINISHED', total: 4 })
    const [one, ...others] = (await entries(id)) as any[]
    expect(one.failure).toEqual(first && expect.objectContaining(first))
    expect(others.map(({ failure }) => failure.code)).toEqual(Array(3).fill('ARCHIVE_ENTRY_OVERLAPS'))
    expect(model.requests).toHaveLength(first ? 0 : 1)
  })
})

it('tells ranges that share bytes from those that do not, as looking at all of them would', () => {
  let seed = 1
  const next = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed % below
  }
  const ranges = createDisjointRanges()
  const added: [number, number][] = []
  for (let i = 0; i < 4000; i++) {
    const start = next(100_000)
    const end = start + 1 + next(20)
    const free = added.every(([from, to]) => end <= from || start >= to)
    expect(ranges.add(start, end)).toBe(free)
    if (free) added.push([start, end])
  }
  expect(added.length).toBeGreaterThan(1000)
})
