import { describe, expect, it } from 'vitest'
import { progressOf } from '../../../web/upload/progress.ts'

const items = (done: number, waiting: number) => [
  ...Array.from({ length: done }, () => ({ step: 'done' as const, sent: 1 })),
  ...Array.from({ length: waiting }, () => ({ step: 'waiting' as const, sent: 0 })),
]

describe('progressOf', () => {
  it('knows no time left before there is a pace, and none when all is done', () => {
    expect(progressOf(items(1, 3), [1000], 2000).secondsLeft).toBeNull()
    expect(progressOf(items(4, 0), [1, 2, 3, 4], 5)).toMatchObject({ secondsLeft: 0, share: 1 })
  })

  it('goes by the pace of the latest photos', () => {
    expect(progressOf(items(3, 4), [0, 2000, 4000], 4000).secondsLeft).toBe(8)
  })

  it('promises less while nothing arrives', () => {
    const finished = [0, 2000, 4000]
    const soon = progressOf(items(3, 4), finished, 4000).secondsLeft as number
    expect(progressOf(items(3, 4), finished, 60_000).secondsLeft).toBeGreaterThan(soon)
  })

  it('counts bytes that went up, without calling them done', () => {
    const { share, finished } = progressOf([{ step: 'sending', sent: 1 }], [], 0)
    expect(finished).toBe(0)
    expect(share).toBeGreaterThan(0)
    expect(share).toBeLessThan(1)
  })
})
