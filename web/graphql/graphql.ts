import { initGraphQLTada } from 'gql.tada'
import type { ClientScalars } from '../../schema/client-scalars.ts'
import type { introspection } from '../../schema/graphql-env.d.ts'

/** Writes documents whose results and variables have types made from the schema. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: ClientScalars
  disableMasking: true
}>()

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada'
