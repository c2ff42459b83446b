import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * One build of graphql for all: it has one for `import` and another for `require`, and an error of the one is no
 * GraphQLError to the other, so that what callers may read of it would be masked.
 */
export const oneGraphql: Plugin = {
  name: 'one-graphql',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^graphql(\/[\w/-]+)?$/ }, ({ path, importer }) => {
      const folder = dirname(createRequire(importer).resolve('graphql/package.json'))
      const wanted = join(folder, path.slice('graphql'.length))
      return { path: existsSync(`${wanted}.mjs`) ? `${wanted}.mjs` : join(wanted, 'index.mjs') }
    }),
}
