import {
  type ASTVisitor,
  GraphQLError,
  type OperationDefinitionNode,
  type SelectionNode,
  type ValidationContext,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'

/**
 * Refuses `@skip` and `@include` on what a subscription subscribes to: without its one field there is nothing to
 * execute.
 *
 * @see https://spec.graphql.org/September2025/#sec-Single-Root-Field
 */
export const usePlainSubscriptions = (): Plugin => ({
  onValidate({ addValidationRule }) {
    addValidationRule(
      (context: ValidationContext): ASTVisitor => ({
        OperationDefinition({ operation, selectionSet }: OperationDefinitionNode) {
          if (operation !== 'subscription') return
          for (const selection of rootSelections(context, selectionSet.selections)) {
            const found = selection.directives?.find(({ name }) => ['skip', 'include'].includes(name.value))
            if (!found) continue
            const message = `Expected a subscription to its one field but received @${found.name.value} on it`
            context.reportError(new GraphQLError(message, { nodes: found }))
          }
        },
      }),
    )
  },
})

function rootSelections(
  context: ValidationContext,
  selections: readonly SelectionNode[],
  seen = new Set<string>(),
): SelectionNode[] {
  return selections.flatMap((one) => {
    if (one.kind === 'InlineFragment')
      return [one, ...rootSelections(context, one.selectionSet.selections, seen)]
    if (one.kind !== 'FragmentSpread' || seen.has(one.name.value)) return [one]
    seen.add(one.name.value)
    const fragment = context.getFragment(one.name.value)
    return [one, ...rootSelections(context, fragment?.selectionSet.selections ?? [], seen)]
  })
}
