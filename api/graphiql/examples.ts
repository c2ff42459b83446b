/** What GraphiQL shows first: operations to run as they stand, each in a tab of its own. */
export const examples: { query: string; variables?: string }[] = [
  {
    query: `# Run this: it asks for a photo of a car and sends it along as $photo.
# Or name a photo that the server has, in the variables below: { "photo": "the id that POST /photos gave" }
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
`,
  },
  {
    query: `# The newest claim: all its photos put together.
query NewestClaim {
  claims(first: 1) {
    nodes {
      id
      reference
      damages { type areaPct polygon }
      summary {
        severity
        hint { verdict reason }
        findings { type part severity partAreaPct photos { links { normalized } } }
      }
    }
  }
}
`,
  },
  {
    query: `# A claim by its id, which goes into the variables below.
query Claim($id: ID!) {
  claim(id: $id) {
    status
    damages { type areaPct polygon }
    audit { at actor kind }
  }
}
`,
    variables: '{ "id": "the id of a claim" }',
  },
  {
    query: `# What happens to an assessment, told as it happens. Begin one with assessDamage(photo: $photo, wait: 0).
subscription Watch($id: ID!) {
  assessmentUpdated(id: $id) {
    status
    damages { type part areaPct }
  }
}
`,
    variables: '{ "id": "the id of an assessment" }',
  },
  {
    query: `# The model: what it tells apart.
query Model {
  model { name version damageTypes parts }
}
`,
  },
]
