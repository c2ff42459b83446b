import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases'
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens'
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations'
import { createLRUCache, createYoga, type Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Context } from '../schema/context.ts'
import { schema } from '../schema/schema.ts'
import type { Api } from './api.ts'
import { examples } from './graphiql/examples.ts'
import type { RenderGraphiQL } from './graphiql/open-graphiql.ts'
import { createLoaders } from './loaders.ts'
import type { PersistedOperations } from './persisted-operations.ts'
import { useBareErrors } from './plugins/use-bare-errors.ts'
import { useNoIntrospection } from './plugins/use-introspection.ts'
import { maskError, useMaskedErrors } from './plugins/use-masked-errors.ts'
import { useOperationLog } from './plugins/use-operation-log.ts'
import { useOutlineText } from './plugins/use-outline-text.ts'
import { usePlainRequests } from './plugins/use-plain-requests.ts'
import { usePlainSubscriptions } from './plugins/use-plain-subscriptions.ts'
import { useTimeLimit } from './plugins/use-time-limit.ts'
import type { Principal } from './principal.ts'

export interface YogaDeps {
  api: Api
  logger: Logger
  /** GraphiQL and introspection. */
  development: boolean
  /** Operations known by a name, and whether no others are taken. */
  persisted?: PersistedOperations
  /** @default fetches it from a network of its makers */
  renderGraphiQL?: RenderGraphiQL
  /** What links begin with. @default the address that the request came to */
  publicUrl?: string
  /** Seconds for one operation, subscriptions aside. @default 90 */
  secondsPerOperation?: number
}

/** What the HTTP layer has found out about a request. */
export interface ServerContext {
  principal: Principal
  requestId: string
}

export const requestLimits = { aliases: 15, tokens: 2000, batch: 10 }

/** Operations that are remembered as read and checked, and those that cannot be read: one may take 300 kB. */
const REMEMBERED = { operations: 100, unreadable: 20 }

/** Largest body: a photo that is refused for its size shall be refused by name. */
const MAX_BODY_BYTES = 64 * 1024 * 1024

/** Answers a request that was let in already. */
export type Graphql = (request: Request, context: ServerContext) => Promise<Response>

/** GraphQL over HTTP. */
export function createGraphql(deps: YogaDeps): Graphql {
  const { api, logger, development, persisted, publicUrl, secondsPerOperation = 90 } = deps
  const plugins: Plugin[] = [
    maxTokensPlugin({ n: requestLimits.tokens }) as Plugin,
    maxAliasesPlugin({ n: requestLimits.aliases }) as Plugin,
    useBareErrors(),
    useMaskedErrors(logger),
    useOperationLog(logger) as Plugin,
    usePlainRequests({ batch: requestLimits.batch, persisted: persisted !== undefined }),
    usePlainSubscriptions(),
    useTimeLimit(secondsPerOperation),
    useOutlineText(),
    ...(development ? [] : [useNoIntrospection()]),
    ...(persisted
      ? [
          usePersistedOperations({
            getPersistedOperation: (name) => persisted.operations[name] ?? null,
            allowArbitraryOperations: !persisted.only,
          }) as Plugin,
        ]
      : []),
  ]
  const yoga = createYoga<ServerContext, Context>({
    schema,
    plugins,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql: development
      ? { title: 'dentgraph', defaultTabs: examples, subscriptionsProtocol: 'SSE' }
      : false,
    ...(deps.renderGraphiQL && { renderGraphiQL: deps.renderGraphiQL }),
    logging: false,
    batching: { limit: requestLimits.batch },
    parserAndValidationCache: {
      documentCache: createLRUCache({ max: REMEMBERED.operations }),
      errorCache: createLRUCache({ max: REMEMBERED.unreadable }),
    },
    maxRequestBodySize: MAX_BODY_BYTES,
    cors: false,
    // What fails before an operation is known of: the answer's header has the id.
    maskedErrors: { maskError: (error) => maskError(error, undefined, logger) },
    context: ({ request, principal, requestId }) => {
      const base = publicUrl ?? new URL(request.url).origin
      return {
        principal,
        requestId,
        api,
        loaders: createLoaders(api.claims, principal.tenant),
        signal: request.signal,
        absolute: (path) => new URL(path, base).href,
      }
    },
  })
  return async (request, context) => yoga.fetch(request, context)
}
