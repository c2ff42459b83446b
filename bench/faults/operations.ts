export const ASSESS = `mutation ($photo: Photo!, $key: String, $wait: Float) {
  assessDamage(photo: $photo, idempotencyKey: $key, wait: $wait) {
    __typename
    ... on Assessment { id status claim { id } }
    ... on Error { code message }
  }
}`

export const ASSESS_BATCH = `mutation ($photos: [ID!], $key: String) {
  assessBatch(photos: $photos, idempotencyKey: $key) { __typename ... on Batch { id } ... on Error { code message } }
}`

export const CANCEL = `mutation ($id: ID!) {
  cancelBatch(id: $id) { __typename ... on Batch { state } ... on Error { code message } }
}`

export const REVIEW = `mutation ($damage: ID!, $review: ReviewInput!) {
  reviewDamage(damage: $damage, review: $review) { __typename ... on Damage { id state } ... on Error { code message } }
}`

export const CLAIMS = `query ($after: String) {
  claims(first: 100, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } }
}`

export const CLAIM = `query ($id: ID!) {
  claim(id: $id) {
    id version
    assessments { id status failure { code retryAfterSeconds } photo { id } }
    damages(rejected: true) { id state }
    photos { id links { original normalized enhanced annotated } }
    audit { sequence kind assessmentId damageId note }
  }
}`

export const ASSESSMENT = 'query ($id: ID!) { assessment(id: $id) { status failure { code } } }'

export const BATCH = `query ($id: ID!, $after: String) {
  batch(id: $id) {
    state total progress { done failed cancelled waiting }
    entries(first: 100, after: $after) {
      nodes { index name state failure { code } claim { id } assessment { id status } }
      pageInfo { endCursor hasNextPage }
    }
  }
}`
