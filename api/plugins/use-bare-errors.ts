import type { Plugin } from 'graphql-yoga'

/**
 * Operations and what is wrong with them are remembered. Until somebody asks an error for its stack V8 keeps, instead
 * of the text, all that the stack was made of: of an operation that is not valid some 50 kB, its whole check among them.
 */
export function useBareErrors(): Plugin {
  return {
    onParse:
      () =>
      ({ result }) => {
        if (result instanceof Error) void result.stack
      },
    onValidate:
      () =>
      ({ result }) => {
        for (const error of result) void error.stack
      },
  }
}
