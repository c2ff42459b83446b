import { graphql } from '../graphql/graphql.ts'

export const BatchHead = graphql(`
  fragment BatchHead on Batch {
    id
    name
    state
    detail
    grouping
    createdAt
    finishedAt
    total
    skipped
    failure { code message }
    progress { done failed cancelled waiting timeLeftSeconds }
  }
`)

export const BatchList = graphql(
  `
    query BatchList($after: String) {
      batches(first: 20, after: $after) {
        nodes { ...BatchHead }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [BatchHead],
)

export const BatchView = graphql(
  `
    query BatchView($id: ID!, $after: String, $failed: Boolean!) {
      batch(id: $id) {
        ...BatchHead
        results { zip csv jsonLines }
        entries(first: 50, after: $after, failed: $failed) {
          nodes {
            index
            name
            state
            failure { code message }
            photo { id }
            claim { id }
            assessment { id status damages { id type } }
          }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }
    }
  `,
  [BatchHead],
)

export const CancelBatch = graphql(
  `
    mutation CancelBatch($id: ID!) {
      cancelBatch(id: $id) {
        __typename
        ... on Batch { ...BatchHead }
        ... on Error { code message }
        ... on Forbidden { requiredRole }
      }
    }
  `,
  [BatchHead],
)

export const EraseBatch = graphql(`
  mutation EraseBatch($id: ID!) {
    eraseBatch(id: $id) {
      __typename
      ... on BatchErasure { batchId }
      ... on Error { code message }
      ... on Forbidden { requiredRole }
    }
  }
`)

export const RetryBatch = graphql(
  `
    mutation RetryBatch($id: ID!) {
      retryBatch(id: $id) {
        __typename
        ... on Batch { ...BatchHead }
        ... on Error { code message }
        ... on Forbidden { requiredRole }
      }
    }
  `,
  [BatchHead],
)
