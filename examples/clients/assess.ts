// Assesses a photo and prints its damages:  npx tsx examples/clients/assess.ts car.jpg [http://localhost:4000]
// With credentials: set TOKEN to an API key or an access token.
//
// The documents' results and variables have types of their own, made from the schema: a field that it lacks,
// or one that may be null and is used as if it were not, does not compile. In a project of your own, copy
// schema/graphql-env.d.ts and schema/client-scalars.ts, and install gql.tada and graphql.
import { openAsBlob } from 'node:fs'
import { initGraphQLTada, type ResultOf, type TadaDocumentNode, type VariablesOf } from 'gql.tada'
import { print } from 'graphql'
import type { ClientScalars } from '../../schema/client-scalars.ts'
import type { introspection } from '../../schema/graphql-env.d.ts'

const graphql = initGraphQLTada<{ introspection: introspection; scalars: ClientScalars }>()

const Assess = graphql(`
  mutation Assess($photo: Photo!, $claim: ID) {
    assessDamage(photo: $photo, claim: $claim) {
      __typename
      ... on Assessment { id status claim { id } damages { type part areaPct polygon confidence } }
      ... on Error { code message }
    }
  }
`)

const [photo = '', url = 'http://localhost:4000'] = process.argv.slice(2)

/** Sends a document; a file goes in the place of `variables.photo`, as the multipart specification has it. */
async function ask<D extends TadaDocumentNode<any, any>>(
  document: D,
  variables: VariablesOf<D>,
  file?: Blob,
): Promise<ResultOf<D>> {
  const operation = JSON.stringify({ query: print(document), variables })
  const form = new FormData()
  form.set('operations', operation)
  form.set('map', JSON.stringify(file ? { 0: ['variables.photo'] } : {}))
  if (file) form.set('0', file)
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    body: form,
    headers: process.env.TOKEN ? { Authorization: `Bearer ${process.env.TOKEN}` } : {},
  })
  const { data, errors } = (await response.json()) as { data: ResultOf<D>; errors?: { message: string }[] }
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '))
  return data
}

const { assessDamage: result } = await ask(Assess, { photo: null }, await openAsBlob(photo))
if (result.__typename !== 'Assessment') throw new Error(`${result.code}: ${result.message}`)
for (const { type, part, areaPct, polygon } of result.damages) {
  const share = areaPct === null ? 'an unknown share' : `${areaPct.toFixed(2)} %`
  console.log(`${type} on ${part ?? 'no known part'}: ${share} of the photo, outlined by ${polygon.length} points`)
}
console.log(`claim ${result.claim.id}`)
