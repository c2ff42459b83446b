import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** What the compiler says of a client that writes this. */
function complaints(code: string): string[] {
  const file = here('client-under-test.ts')
  const source = `
    import { initGraphQLTada, type ResultOf, type VariablesOf } from 'gql.tada'
    import type { ClientScalars } from '../../schema/client-scalars.ts'
    import type { introspection } from '../../schema/graphql-env.d.ts'
    const graphql = initGraphQLTada<{ introspection: introspection; scalars: ClientScalars }>()
    const Claim = graphql('query ($id: ID!) { claim(id: $id) { damages { areaPct polygon state } } }')
    declare const claim: NonNullable<ResultOf<typeof Claim>['claim']>
    ${code}`
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.getSourceFile = (name, target) =>
    name === file ? ts.createSourceFile(name, source, target) : getSourceFile(name, target)
  host.fileExists = (name) => name === file || fileExists(name)
  const program = ts.createProgram([file], options, host)
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

describe('documents of TypeScript clients', { timeout: 120_000 }, () => {
  it('give results and variables the types that the schema says', () => {
    const code = `
      const points: [number, number][] | undefined = claim.damages[0]?.polygon
      const share: number | null | undefined = claim.damages[0]?.areaPct
      const variables: VariablesOf<typeof Claim> = { id: 'c1' }
      claim.damages.filter(({ state }) => state === 'REJECTED')
      export { points, share, variables }`
    expect(complaints(code)).toEqual([])
  })

  it('do not compile with a field that was not asked for, a null unheeded, or a state that is none', () => {
    const code = `
      export const type = claim.damages[0]!.type
      export const share: number = claim.damages[0]!.areaPct
      export const odd = claim.damages.filter(({ state }) => state === 'FORGOTTEN')`
    const [field, unheeded, state, ...others] = complaints(code)
    expect(field).toMatch(/Property 'type' does not exist/)
    expect(unheeded).toMatch(/'number \| null' is not assignable to type 'number'/)
    expect(state).toMatch(/no overlap/)
    expect(others).toEqual([])
  })
})
