import { graphql } from '../graphql/graphql.ts'

export const OpenClaim = graphql(`
  mutation OpenClaim($input: ClaimInput) {
    createClaim(input: $input) {
      __typename
      ... on Claim { id }
      ... on Error { code message }
    }
  }
`)

export const AssessPhoto = graphql(`
  mutation AssessPhoto($photo: Photo!, $claim: ID!, $key: String!, $detail: Detail!) {
    assessDamage(photo: $photo, claim: $claim, idempotencyKey: $key, detail: $detail, wait: 0) {
      __typename
      ... on Assessment { id status }
      ... on NoVehicle { assessment { id status } }
      ... on ModelUnavailable { retryAfterSeconds }
      ... on PhotoRejected { reason }
      ... on Error { code message }
    }
  }
`)

export const AssessmentNow = graphql(`
  query AssessmentNow($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Assessment {
        id
        status
        damagedAreaPct
        failure { code message shouldRetake retryAfterSeconds }
        quality { reason advice shouldRetake }
        damages { id type part severity }
        photo { id links { thumbnail } }
      }
    }
  }
`)
