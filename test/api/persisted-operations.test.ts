import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readPersistedOperations } from '../../api/persisted-operations.ts'

async function fileOf(text: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'persisted-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const file = join(dir, 'operations.json')
  await writeFile(file, text)
  return file
}

it('are read with their names', async () => {
  const operations = { model: '{ model { name } }' }
  const file = await fileOf(JSON.stringify(operations))
  expect(await readPersistedOperations(file, true)).toEqual({ operations, only: true })
  expect(await readPersistedOperations(undefined, false)).toBeNull()
})

it.each([
  ['no JSON', '{', 'something else'],
  ['a list', '["{ model { name } }"]', 'something else'],
  ['an operation that is none', '{"a":"nonsense"}', '"a": Syntax Error'],
  ['a field that the schema lacks', '{"a":"{ model { colour } }"}', 'colour'],
  ['an argument that is missing', '{"a":"{ claim { id } }"}', 'argument "id"'],
])('are refused by name: %s', async (_name, text, complaint) => {
  const refused = readPersistedOperations(await fileOf(text), false)
  await expect(refused).rejects.toMatchObject({
    code: 'PERSISTED_OPERATIONS_INVALID',
    message: expect.stringContaining(complaint),
  })
})

it('are not left out unnoticed', async () => {
  await expect(readPersistedOperations(undefined, true)).rejects.toThrow('PERSISTED_ONLY')
  await expect(readPersistedOperations('/nowhere', false)).rejects.toThrow('ENOENT')
})
