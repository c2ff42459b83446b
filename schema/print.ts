import { writeFile } from 'node:fs/promises'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from './schema.ts'

/** `npx tsx schema/print.ts` writes the schema down for reviews and clients; a test fails when it is out of date. */
export const printed = `${printSchema(lexicographicSortSchema(schema))}\n`
if (process.argv[1]?.endsWith('schema/print.ts')) {
  await writeFile(new URL('schema.graphql', import.meta.url), printed)
}
