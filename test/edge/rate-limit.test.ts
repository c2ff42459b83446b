import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRateLimit } from '../../edge/http/rate-limit.ts'

describe('createRateLimit', () => {
  it('lets through at most the burst and what came back since, in any order of requests', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { maxLength: 200 }), (pauses) => {
        let at = 0
        let through = 0
        const limit = createRateLimit({ perMinute: 60, burst: 5, now: () => at })
        for (const pause of pauses) {
          at += pause
          try {
            limit.count('a')
            through++
          } catch {}
          expect(through).toBeLessThanOrEqual(5 + at / 1000 + 1e-6)
        }
      }),
    )
  })

  it('says truly when the next request will be let through', () => {
    let at = 0
    const limit = createRateLimit({ perMinute: 6, burst: 1, now: () => at })
    limit.count('a')
    expect(() => limit.count('a')).toThrow(expect.objectContaining({ retryAfterS: 10 }))
    at = 10_000
    expect(() => limit.count('a')).not.toThrow()
  })

  it('remembers a bounded number of clients, those seen last', () => {
    const limit = createRateLimit({ perMinute: 1, burst: 1, maxClients: 100, now: () => 0 })
    for (let i = 0; i < 10_000; i++) limit.count(`client ${i}`)
    expect(limit.clients).toBe(100)
    expect(() => limit.count('client 9999')).toThrow()
    expect(() => limit.count('client 1')).not.toThrow()
  })
})
