import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGathering } from '../../edge/http/gather.ts'

const kilobyte = (fill: number) => new Uint8Array(1024).fill(fill)

describe('createGathering', () => {
  it('puts together what came in, however much was expected', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 })
    fc.assert(
      fc.property(parts, fc.nat(1500), (chunks, expected) => {
        const bytes = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))
        const gathering = createGathering(expected)
        for (const chunk of chunks) gathering.add(Uint8Array.from(chunk))
        expect(gathering.length).toBe(bytes.length)
        const whole = gathering.whole()
        expect(Buffer.compare(whole, bytes)).toBe(0)
        expect(whole.buffer.byteLength).toBe(bytes.length)
      }),
    )
  })

  it('grows beyond its first room and keeps what is in it', () => {
    const gathering = createGathering(5000 * 1024)
    for (let i = 0; i < 5000; i++) gathering.add(kilobyte(i % 251))
    const whole = gathering.whole()
    expect(whole.length).toBe(5000 * 1024)
    for (let i = 0; i < 5000; i++)
      expect([whole[1024 * i], whole[1024 * i + 1023]]).toEqual([i % 251, i % 251])
  })

  it('lets go of chunks as it takes them, and takes the only one as it is', () => {
    const [first, second, only] = [kilobyte(1), kilobyte(2), kilobyte(3)]
    const gathering = createGathering(2048)
    gathering.add(first)
    gathering.add(second)
    expect([first.length, second.length]).toEqual([0, 0])
    const one = createGathering(1024)
    one.add(only)
    expect(one.whole()).toBe(only)
  })
})
