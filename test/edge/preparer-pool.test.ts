import { monitorEventLoopDelay } from 'node:perf_hooks'
import { describe, expect, it, onTestFinished } from 'vitest'
import { PhotoError } from '../../edge/picture/errors.ts'
import { preparePhoto } from '../../edge/prepare-photo.ts'
import type { PreparerOptions } from '../../edge/preparer.ts'
import { createPreparerPool } from '../../edge/preparer-pool.ts'
import { drawnJpeg } from './draw-photo.ts'
import { preprocessing } from './start-edge.ts'

function startPool(options: PreparerOptions = {}) {
  const pool = createPreparerPool({ concurrency: 1, ...options })
  onTestFinished(() => pool.close())
  return pool
}

describe('createPreparerPool', () => {
  it('prepares as the function does', async () => {
    const { prepare } = startPool()
    const photo = await drawnJpeg(640, 480)
    const [{ release, ...there }, here] = [
      await prepare(photo, preprocessing),
      await preparePhoto(photo, preprocessing),
    ]
    const [normalized, enhanced] = [new Uint8Array(here.normalized), new Uint8Array(here.enhanced)]
    const original = { ...here.original, bytes: new Uint8Array(here.original.bytes) }
    expect(there).toEqual({ ...here, original, normalized, enhanced })
  })

  it('takes bytes over where it may, without anything else of their buffer', async () => {
    const { prepare } = startPool()
    const kept = new Uint8Array(await drawnJpeg())
    const given = new Uint8Array(kept)
    const part = Buffer.concat([kept, Buffer.from('of others')]).subarray(0, kept.length)
    const photos = [
      await prepare(kept, preprocessing),
      await prepare(given, preprocessing, { handOver: true }),
      await prepare(part, preprocessing, { handOver: true }),
    ]
    expect([kept.length, given.length, part.length]).toEqual([kept.length, 0, kept.length])
    expect(new Set(photos.map(({ original }) => Buffer.from(original.bytes).toString('hex'))).size).toBe(1)
  })

  it('lets go of the pictures when it is told to', async () => {
    const { prepare } = startPool()
    const { original, normalized, enhanced, release } = await prepare(await drawnJpeg(), preprocessing)
    expect(normalized.length).toBeGreaterThan(0)
    release?.()
    expect([original.bytes, normalized, enhanced].map(({ length }) => length)).toEqual([0, 0, 0])
  })

  it('hands out refusals with their code and figures, and goes on', async () => {
    const { prepare } = startPool({ limits: { maxMegapixels: 1 } })
    for (const [refused, figures] of [
      [Buffer.from('<svg />'), { code: 'PHOTO_UNSUPPORTED', format: 'svg' }],
      [await drawnJpeg(2000, 1000), { code: 'PHOTO_TOO_LARGE', megapixels: 2, maxMegapixels: 1 }],
    ] as const) {
      const error = await prepare(refused, preprocessing).catch((reason) => reason)
      expect(error).toBeInstanceOf(PhotoError)
      expect(error).toMatchObject(figures)
    }
    expect((await prepare(await drawnJpeg(), preprocessing)).width).toBe(320)
  })

  it('refuses what finds no place, and lets go of who gave up', async () => {
    const { prepare } = startPool({ queue: 1 })
    const photo = await drawnJpeg()
    const first = prepare(photo, preprocessing)
    const patience = new AbortController()
    const second = prepare(photo, preprocessing, { signal: patience.signal })
    await expect(prepare(photo, preprocessing)).rejects.toThrow(
      expect.objectContaining({ code: 'SERVER_BUSY' }),
    )
    patience.abort(new Error('gone'))
    await expect(second).rejects.toThrow('gone')
    expect((await first).width).toBe(320)
  })

  it('leaves the event loop free', async () => {
    const { prepare } = startPool()
    const photo = await drawnJpeg(2000, 1500)
    await prepare(photo, { ...preprocessing, workingSide: 1280 })
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const elapsed = process.cpuUsage()
    for (let i = 0; i < 3; i++) await prepare(photo, { ...preprocessing, workingSide: 1280 })
    delay.disable()
    expect(process.cpuUsage(elapsed).user).toBeGreaterThan(0)
    // The median: other processes of this machine may pause this one at any time.
    expect(delay.percentile(50) / 1e6).toBeLessThan(50)
  })
})
