import { readFile } from 'node:fs/promises'
import { parse, validate } from 'graphql'
import { z } from 'zod'
import { schema } from '../schema/schema.ts'

export interface PersistedOperations {
  /** By the name under which clients send them. */
  operations: Readonly<Record<string, string>>
  /** Whether no others are taken. */
  only: boolean
}

/** The file of persisted operations is missing or cannot be used. */
export class PersistedOperationsInvalid extends Error {
  readonly code = 'PERSISTED_OPERATIONS_INVALID'
}

const fileSchema = z.record(z.string().min(1), z.string())

/**
 * Reads the operations that clients may send by name alone. An operation that the schema does not have is
 * told when the server starts, not when the first client needs it.
 *
 * @param file JSON: `{ "name": "query …" }`
 * @returns null where every operation is taken as it comes
 * @throws PersistedOperationsInvalid
 */
export async function readPersistedOperations(
  file: string | undefined,
  only: boolean,
): Promise<PersistedOperations | null> {
  // Without the file nothing would be refused, which is not what was asked for.
  if (file === undefined) return only ? refuse('a file', 'none, while PERSISTED_ONLY takes no others') : null
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => refuse(file, error.code))
  const parsed = fileSchema.safeParse(orNull(() => JSON.parse(text)))
  if (!parsed.success) return refuse(file, 'something else')
  for (const [name, operation] of Object.entries(parsed.data)) {
    const [fault] = faultsOf(operation)
    if (fault) refuse(file, `${JSON.stringify(name)}: ${fault}`)
  }
  return { operations: parsed.data, only }
}

function faultsOf(operation: string): string[] {
  try {
    return validate(schema, parse(operation)).map(({ message }) => message)
  } catch (error) {
    return [(error as Error).message]
  }
}

function refuse(file: string, received: string | undefined): never {
  throw new PersistedOperationsInvalid(
    `Expected a JSON object of operations by name in ${file} (PERSISTED_OPERATIONS) but received ${received}`,
  )
}

function orNull(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return null
  }
}
