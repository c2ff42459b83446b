import { type DocumentNode, Kind } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Context } from '../../schema/context.ts'

/** One line per operation: its name and who asked, never its text, variables or answer. */
export function useOperationLog(logger: Logger): Plugin<Partial<Context>> {
  return {
    onExecute({ args }) {
      const started = performance.now()
      const { principal, requestId } = args.contextValue as Context
      const definition = (args.document as DocumentNode).definitions.find(
        (one) => one.kind === Kind.OPERATION_DEFINITION,
      )
      return {
        onExecuteDone({ result }) {
          const failed = 'errors' in (result as object) && (result as { errors?: unknown[] }).errors?.length
          logger.info(
            {
              requestId,
              tenant: principal?.tenant,
              operation: args.operationName ?? definition?.name?.value ?? null,
              type: definition?.operation,
              tookMs: Math.round(performance.now() - started),
              ...(failed && { errors: failed }),
            },
            'operation',
          )
        },
      }
    },
  }
}
