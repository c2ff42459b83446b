import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { printed } from '../../schema/print.ts'

it('schema.graphql is what the code makes; npx tsx schema/print.ts writes it', async () => {
  expect(await readFile(new URL('../../schema/schema.graphql', import.meta.url), 'utf8')).toBe(printed)
})
