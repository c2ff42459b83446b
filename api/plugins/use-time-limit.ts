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
    setExecuteFn(
      (args) =>
        new Promise((answer, fail) => {
          const timer = setTimeout(() => answer({ errors: [tooLate(seconds)] }), seconds * 1000)
          timer.unref()
          const end = () => clearTimeout(timer)
          Promise.resolve(executeFn(args)).then(answer, fail).finally(end)
        }),
    )
  },
})

const tooLate = (seconds: number): GraphQLError =>
  new GraphQLError(
    `Expected an answer within ${seconds} seconds but it takes longer: ask for less at once; ` +
      'what was sent goes on, and an idempotencyKey finds it again',
    { extensions: { code: 'TIMED_OUT', http: { status: 504 } } },
  )
