import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { printed } from '../../schema/print.ts'

it.each(Object.entries(printed))(
  '%s is what the code makes; npm run schema writes it',
  async (file, text) => {
    expect(await readFile(new URL(`../../schema/${file}`, import.meta.url), 'utf8')).toBe(text)
  },
)
