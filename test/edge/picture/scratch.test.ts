import { describe, expect, it } from 'vitest'
import { createScratch } from '../../../edge/picture/scratch.ts'

describe('createScratch', () => {
  it('lends the same room again, but not to two at once', () => {
    const scratch = createScratch()
    const [first, second] = [scratch.lend(300), scratch.lend(300)]
    expect(second.buffer).not.toBe(first.buffer)
    scratch.giveBack(first)
    expect(scratch.lend(300).buffer).toBe(first.buffer)
  })

  it('lends a part of larger room, and no smaller room', () => {
    const scratch = createScratch()
    const room = scratch.lend(300)
    scratch.giveBack(room)
    const larger = scratch.lend(301)
    expect(larger.buffer).not.toBe(room.buffer)
    const smaller = scratch.lend(200)
    expect(smaller.buffer).toBe(room.buffer)
    expect([larger.length, smaller.length]).toEqual([301, 200])
  })

  it('keeps the two largest, and nothing as large as a 12-megapixel picture', () => {
    const scratch = createScratch()
    const rooms = [200, 100, 300, 36_000_000].map(scratch.lend)
    for (const room of rooms) scratch.giveBack(room)
    const again = [50, 50, 50].map((bytes) => scratch.lend(bytes).buffer.byteLength)
    expect(again).toEqual([300, 200, 50])
  })
})
