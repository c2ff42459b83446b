import { setTimeout as sleep } from 'node:timers/promises'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/**
 * Answers an operation that takes too long with an error, so that nobody waits for ever. What was begun goes on:
 * assessments, reviews and claims that were accepted stay accepted. Subscriptions may last.
 *
 * @param seconds more than any operation may ask to wait
 */
export const useTimeLimit = (seconds: number): Plugin => ({
  onExecute({ executeFn, setExecuteFn }) {
    setExecuteFn(async (args) => {
      const ended = new AbortController()
      const late = sleep(seconds * 1000, null, { signal: ended.signal, ref: false }).then(
        () => ({ errors: [tooLate(seconds)] }),
        () => null,
      )
      try {
        return await Promise.race([executeFn(args), late])
      } finally {
        ended.abort()
      }
    })
  },
})

const tooLate = (seconds: number): GraphQLError =>
  new GraphQLError(
    `Expected an answer within ${seconds} seconds but it takes longer: ask for less at once; ` +
      'what was sent goes on, and an idempotencyKey finds it again',
    { extensions: { code: 'TIMED_OUT', http: { status: 504 } } },
  )
