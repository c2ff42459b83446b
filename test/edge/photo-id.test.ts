import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256Of } from '../../edge/photo-id.ts'

it.each([0, 1, 1024 * 1024, 1024 * 1024 + 1, 3_000_000])('hashes %d bytes', async (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => i % 251)
  expect(await sha256Of(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'))
})

it('lets others have their turn while it hashes a large file', async () => {
  let turns = 0
  const others = setInterval(() => turns++, 0)
  await sha256Of(new Uint8Array(30 * 1024 * 1024))
  clearInterval(others)
  expect(turns).toBeGreaterThan(1)
})
