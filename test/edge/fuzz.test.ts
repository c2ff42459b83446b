import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { draw, withMetadata } from './draw-photo.ts'
import { createMemoryBlobs } from './memory-blobs.ts'
import { formats, mutate } from './mutate-photo.ts'
import { startEdge } from './start-edge.ts'

const VARIANTS = 170

describe('a damaged or hostile file', () => {
  it.each(formats)(
    `of %s is taken or refused, never a failure, in ${VARIANTS} variants`,
    async (_, encode) => {
      const photo = await encode(withMetadata(draw(48, 40))).toBuffer()
      const failures: unknown[] = []
      const logger = pino({ level: 'error' }, { write: (line) => failures.push(JSON.parse(line).err?.stack) })
      const { app, blobs } = await startEdge({ blobs: createMemoryBlobs(), limits: { burst: 1e6 }, logger })
      const unexpected: string[] = []
      for (let seed = 1; seed <= VARIANTS; seed++) {
        const response = await app.request('/photos', {
          method: 'POST',
          body: new Uint8Array(mutate(photo, seed)),
        })
        const body = await response.text()
        const fine = response.status === 201 || (response.status < 500 && /"code":"PHOTO_/.test(body))
        if (!fine) unexpected.push(`${seed}: ${response.status} ${body}`)
      }
      expect(unexpected, failures.join('\n')).toEqual([])
      const keys = await blobs.list('')
      for (const key of keys) {
        const file = Buffer.from((await blobs.get(key))!)
        expect(file.includes('SECRET'), key).toBe(false)
      }
    },
    120_000,
  )
})
