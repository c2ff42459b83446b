import { writeFile } from 'node:fs/promises'
import { minifyIntrospection, outputIntrospectionFile } from 'gql.tada/internal'
import { introspectionFromSchema, lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from './schema.ts'

const sorted = lexicographicSortSchema(schema)

/**
 * The schema written down, for reviews (SDL) and for clients in TypeScript, whose documents get their types
 * from it (gql.tada). `npm run schema` writes both; a test fails when one is out of date.
 */
export const printed = {
  'schema.graphql': `${printSchema(sorted)}\n`,
  'graphql-env.d.ts': outputIntrospectionFile(
    minifyIntrospection(introspectionFromSchema(sorted, { descriptions: false })),
    { fileType: '.d.ts', shouldPreprocess: true },
  ),
}

if (process.argv[1]?.endsWith('schema/print.ts')) {
  for (const [file, text] of Object.entries(printed)) await writeFile(new URL(file, import.meta.url), text)
}
