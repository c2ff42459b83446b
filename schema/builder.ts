import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import ErrorsPlugin from '@pothos/plugin-errors'
import RelayPlugin from '@pothos/plugin-relay'
import { GraphQLError } from 'graphql'
import type { Ring } from '../inference/geometry/types.ts'
import type { Context } from './context.ts'
import { kindOfId } from './ids.ts'

/** What costs how much, and how much one operation may cost; see docs/api.md. */
export const operationLimits = { complexity: 20_000, depth: 12, breadth: 300 }

export const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  DefaultInputFieldRequiredness: false
  Scalars: {
    ID: { Input: string; Output: string }
    Photo: { Input: string | File; Output: never }
    Zip: { Input: File; Output: never }
    Polygon: { Input: Ring; Output: Ring }
    Box: { Input: never; Output: number[] }
    DateTime: { Input: string; Output: string }
    JSON: { Input: unknown; Output: unknown }
  }
}>({
  plugins: [ErrorsPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  errors: { directResult: true, defaultTypes: [] },
  relay: {
    cursorType: 'String',
    // The ids are told apart by their shape, so that the id of a photo is the one that the edge gave.
    encodeGlobalID: (_typename, id) => String(id),
    decodeGlobalID: (id) => ({ typename: kindOfId(id) ?? 'Unknown', id }),
    nodeTypeOptions: { description: 'Something that `node` finds again by its id.' },
    pageInfoTypeOptions: { description: 'Where a page is in its list.' },
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodesOnConnection: true,
  },
  complexity: {
    limit: operationLimits,
    defaultComplexity: 1,
    defaultListMultiplier: 5,
    complexityError: (kind, result) =>
      new GraphQLError(
        `Expected an operation of at most ${JSON.stringify(operationLimits)} but received ${JSON.stringify({
          complexity: result.complexity,
          depth: result.depth,
          breadth: result.breadth,
        })}; ask for less at once`,
        { extensions: { code: 'OPERATION_TOO_LARGE', kind } },
      ),
  },
})
