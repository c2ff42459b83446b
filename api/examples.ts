/** What GraphiQL shows first: operations to try, as front-ends write them. */
export const examples = `# dentgraph. Run one of these with the button above (choose it by name).
#
# To assess a photo from here, upload it first:
#   curl --data-binary @car.jpg http://localhost:4000/photos
# and put the id that you get into the variables below:  { "photo": "p…" }

mutation Assess($photo: Photo!) {
  assessDamage(photo: $photo) {
    ... on Assessment {
      id
      status
      claim { id }
      damages { type part severity areaPct polygon confidence }
    }
    ... on Error { code message }
  }
}

# Variables: { "id": "the claim's id" }
query Claim($id: ID!) {
  claim(id: $id) {
    reference
    damages { type areaPct polygon }
    summary {
      severity
      hint { verdict reason }
      findings { type part severity partAreaPct photos { links { normalized } } }
    }
  }
}

query Claims {
  claims(first: 10) {
    nodes { id reference status createdAt damageTypes vehicle { plate } }
    pageInfo { hasNextPage endCursor }
  }
}

query Model {
  model { name version damageTypes parts }
}
`
