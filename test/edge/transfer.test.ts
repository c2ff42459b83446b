import { getHeapStatistics } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { free, inOwnBuffer } from '../../edge/transfer.ts'

describe('free', () => {
  it('empties what is a whole, however often it is named, and spares parts of larger ones', () => {
    const whole = new Uint8Array(8)
    const part = new Uint8Array(16).subarray(4, 12)
    free([whole, whole, part, new Uint8Array()])
    expect([whole.length, part.length]).toEqual([0, 8])
    free([whole])
  })

  it('leaves nothing that V8 would have to collect', () => {
    const before = getHeapStatistics().external_memory
    for (let i = 0; i < 20; i++) free([new Uint8Array(10_000_000)])
    expect(getHeapStatistics().external_memory - before).toBeLessThan(10_000_000)
  })
})

describe('inOwnBuffer', () => {
  it('copies only what shares its buffer with other bytes', () => {
    const whole = Uint8Array.from([1, 2, 3])
    const part = whole.subarray(1)
    expect(inOwnBuffer(whole)).toBe(whole)
    expect(inOwnBuffer(part)).toEqual(part)
    expect(inOwnBuffer(part).buffer).not.toBe(whole.buffer)
  })
})
