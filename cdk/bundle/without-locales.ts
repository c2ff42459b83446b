import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

/** Leaves out Zod's messages in fifty languages: a seventh of a function's code, of which English alone is used. */
export const withoutLocales: Plugin = {
  name: 'without-locales',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js'",
      resolveDir: dirname(path),
    })),
}
