import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import * as z from 'zod'

/** What a request says, by the specification of GraphQL over HTTP. Messages say what was expected. */
const paramsSchema = z.strictObject(
  {
    query: z.string('an operation as text').nullish(),
    variables: z.record(z.string(), z.unknown(), 'an object').nullish(),
    operationName: z.string('a name as text').nullish(),
    extensions: z.record(z.string(), z.unknown(), 'an object').nullish(),
  },
  {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? 'query, variables, operationName and extensions alone'
        : 'an object with a query',
  },
)

export interface PlainRequestsOptions {
  /** Operations in one request. */
  batch: number
  /** Whether operations are known by name, so that a request may hold none. */
  persisted: boolean
}

/**
 * Says of a request that holds no operation what it should hold. Yoga reads the parts of a form as they come, and
 * stumbles over those that are of another shape.
 */
export const usePlainRequests = ({ batch, persisted }: PlainRequestsOptions): Plugin => ({
  onRequestParse({ request, requestParser, setRequestParser }) {
    if (!requestParser) return
    setRequestParser(async (body) => {
      const read = async () => requestParser(body)
      const params = await read().catch((error: unknown) => {
        throw isFor(error, request.signal) ? error : unreadable(request, error)
      })
      if (params instanceof Response) return params
      const all: unknown[] = Array.isArray(params) ? params : [params]
      if (all.length > batch)
        throw bad(`Expected at most ${batch} operations in one request but received ${all.length}`, 413)
      for (const one of all) check(one, persisted)
      return params
    })
  },
})

/** Whoever sends too much is told so by Yoga, and whoever has gone by nobody. */
function isFor(error: unknown, signal: AbortSignal | undefined): boolean {
  const http = (error as Partial<GraphQLError>).extensions?.http as { status?: number } | undefined
  return signal?.aborted === true || http?.status === 413
}

function unreadable({ method, headers }: Request, error: unknown): GraphQLError {
  if (method === 'GET') return bad('Expected JSON for variables and extensions but received another text')
  if (!/^multipart\//i.test(headers.get('content-type') ?? ''))
    return bad('Expected JSON for the body but received another text')
  const why = error instanceof GraphQLError ? error.message : 'a map that is no object of lists of paths'
  return bad(
    'Expected the fields operations and map, and a file for each key of map, for the body but received another form ' +
      `(${why}); see https://github.com/jaydenseric/graphql-multipart-request-spec`,
  )
}

function check(params: unknown, persisted: boolean): void {
  const parsed = paramsSchema.safeParse(params)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.join('.') || 'the body'
    const value = issue?.path.length ? (params as Record<string, unknown>)[String(issue.path[0])] : params
    throw bad(`Expected ${issue?.message} for ${field} but received ${JSON.stringify(value)?.slice(0, 80)}`)
  }
  const { query, extensions } = parsed.data
  if (query == null && !(persisted && extensions?.persistedQuery != null))
    throw bad('Expected an operation for query but received none')
}

const bad = (message: string, status = 400) =>
  new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } })
