import { describe, expect, it } from 'vitest'
import type { ClaimFile } from '../../api/domain/claim-file.ts'
import { createRecentFiles } from '../../api/domain/recent-files.ts'

/** A file whose one damage has an outline of so many points, and a largest piece of as many. */
function fileOf(points: number, version = 1): ClaimFile {
  const ring = Array.from({ length: points / 2 }, (_, i) => [i, i] as const)
  const answer = { damages: [{ polygon: ring, polygons: [ring] }], parts: [] }
  return { version, assessments: [{ answer }], photos: [], events: [], head: {} } as unknown as ClaimFile
}

describe('files that were read a short while ago', () => {
  it('are kept as long as their claim has the same version', () => {
    const recent = createRecentFiles()
    const file = fileOf(100)
    recent.keep('a', file)
    expect(recent.get('a', 1)).toBe(file)
    expect(recent.get('a', 2)).toBeNull()
  })

  it('go by their use where there are too many', () => {
    const recent = createRecentFiles({ mostFiles: 2 })
    for (const pk of ['a', 'b']) recent.keep(pk, fileOf(2))
    recent.get('a', 1)
    recent.keep('c', fileOf(2))
    expect(['a', 'b', 'c'].map((pk) => recent.get(pk, 1) !== null)).toEqual([true, false, true])
  })

  it('go by their use where they have too many points, however few they are', () => {
    const recent = createRecentFiles({ mostPoints: 1000 })
    for (const pk of ['a', 'b', 'c']) recent.keep(pk, fileOf(400))
    expect(['a', 'b', 'c'].map((pk) => recent.get(pk, 1) !== null)).toEqual([false, true, true])
    recent.keep('b', fileOf(900, 2))
    expect(['b', 'c'].map((pk) => recent.get(pk, pk === 'b' ? 2 : 1) !== null)).toEqual([true, false])
  })

  it('are not kept where one alone has too many points, and displace nothing then', () => {
    const recent = createRecentFiles({ mostPoints: 1000 })
    recent.keep('small', fileOf(100))
    recent.keep('large', fileOf(2000))
    expect(recent.get('large', 1)).toBeNull()
    expect(recent.get('small', 1)).not.toBeNull()
  })

  it('count no more once they are forgotten', () => {
    const recent = createRecentFiles({ mostPoints: 1000 })
    for (let i = 0; i < 10; i++) {
      recent.keep('a', fileOf(900))
      recent.forget('a')
    }
    recent.keep('b', fileOf(1000))
    expect(recent.get('a', 1)).toBeNull()
    expect(recent.get('b', 1)).not.toBeNull()
  })
})
