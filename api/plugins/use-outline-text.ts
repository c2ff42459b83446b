import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { stringifyAnswer } from '../../schema/outline-text.ts'

/** Writes answers with the text of outlines as it was written before. */
export const useOutlineText = (): Plugin => ({
  onExecute: () => ({
    onExecuteDone({ result }) {
      if (Symbol.asyncIterator in result) return
      const written = result as ExecutionResult & { stringify?: typeof stringifyAnswer }
      written.stringify = stringifyAnswer
    },
  }),
})
