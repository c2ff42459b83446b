import { type ExecutionResult, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { RequestError } from '../../edge/http/errors.ts'
import type { Context } from '../../schema/context.ts'
import { ApiError, ValidationFailed } from '../errors.ts'

/**
 * What of an error the caller is told. Errors of GraphQL itself and those of the API are for the caller;
 * whatever else happens stays in the log, under the request's id.
 */
export function maskError(
  error: unknown,
  requestId: string | undefined,
  logger: Pick<Logger, 'error' | 'warn'>,
): GraphQLError {
  const original = error instanceof GraphQLError ? error.originalError : error
  const { nodes, path } = error instanceof GraphQLError ? error : { nodes: null, path: null }
  const tell = (message: string, extensions: Record<string, unknown>) =>
    new GraphQLError(message, {
      nodes: nodes ?? null,
      path: path ?? null,
      extensions: { ...extensions, ...(requestId && { requestId }) },
    })

  if (original instanceof ApiError) {
    const fields = original instanceof ValidationFailed ? { fields: original.fields } : {}
    return tell(original.message, { code: original.code, ...fields })
  }
  if (original instanceof RequestError && original.retryAfterS !== null) {
    logger.warn({ requestId, err: original }, 'a store does not answer')
    return tell(original.message, { code: original.code, retryAfterSeconds: original.retryAfterS })
  }
  // Yoga's own, in other words than ours.
  if (error instanceof GraphQLError && error.extensions.code === 'REQUEST_ENTITY_TOO_LARGE')
    return tell(
      'Expected a smaller body but received more than one request takes; send large photos by POST /photos/uploads, ' +
        'and zips by POST /batches',
      error.extensions,
    )
  if (error instanceof GraphQLError && (!original || original instanceof GraphQLError)) {
    return tell(error.message, { code: 'BAD_REQUEST', ...error.extensions })
  }
  logger.error({ requestId, err: original ?? error }, 'unforeseen failure')
  return tell(
    `Expected an answer but received an unforeseen failure; see the server's log for request ${requestId ?? 'without id'}`,
    {
      code: 'INTERNAL',
    },
  )
}

/** Masks the errors of operations, with the id of their request. */
export function useMaskedErrors(logger: Pick<Logger, 'error' | 'warn'>): Plugin {
  const mask = (result: ExecutionResult, { requestId }: Partial<Context>): ExecutionResult | null =>
    result.errors
      ? { ...result, errors: result.errors.map((error) => maskError(error, requestId, logger)) }
      : null
  return {
    onExecute: () => ({
      onExecuteDone({ args, result, setResult }) {
        const masked =
          Symbol.asyncIterator in result ? null : mask(result, args.contextValue as Partial<Context>)
        if (masked) setResult(masked)
      },
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: () => ({
        onNext({ result, setResult }) {
          const masked =
            Symbol.asyncIterator in result ? null : mask(result, args.contextValue as Partial<Context>)
          if (masked) setResult(masked)
        },
      }),
      onSubscribeError({ error, setError }) {
        setError(maskError(error, (args.contextValue as Partial<Context>).requestId, logger))
      },
    }),
  }
}
