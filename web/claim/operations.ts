import { ThumbnailLinks } from '../components/thumbnail.tsx'
import { graphql } from '../graphql/graphql.ts'

export const AuditEntry = graphql(`
  fragment AuditEntry on AuditEvent {
    sequence
    at
    actor
    kind
    note
    fields
    photoId
    model { version }
  }
`)

/** What forms change, and the version that a change was made to. */
export const ClaimDetails = graphql(`
  fragment ClaimDetails on Claim {
    id
    version
    reference
    policyNumber
    status
    notes
    createdAt
    updatedAt
    vehicle { plate vin make model year }
  }
`)

/** What a claim comes to, for paper and for files. */
export const SummaryOnPaper = graphql(`
  fragment SummaryOnPaper on Claim {
    summary {
      severity
      hint { verdict reason }
      findings { type part severity confidence partAreaPct photos { id } }
    }
  }
`)

export const ClaimView = graphql(
  `
    query ClaimView($id: ID!) {
      claim(id: $id) {
        ...ClaimDetails
        photosToReview { id }
        assessments { id status photo { id } }
        photos {
          id
          createdAt
          takenAt
          links { ...ThumbnailLinks }
          quality { reason advice shouldRetake }
          assessment {
            id
            status
            damages { id type part }
          }
        }
        summary {
          severity
          hint { verdict code parts }
          findings {
            type
            part
            severity
            confidence
            partAreaPct
            photos { id }
          }
        }
        audit { ...AuditEntry }
      }
    }
  `,
  [ClaimDetails, AuditEntry, ThumbnailLinks],
)

export const SeenBefore = graphql(`
  query SeenBefore($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on VehiclePhoto {
        id
        similar {
          identical
          photo { id }
          claims { id reference createdAt vehicle { plate make model year } }
        }
      }
    }
  }
`)

export const UpdateClaim = graphql(
  `
    mutation UpdateClaim($id: ID!, $input: ClaimInput!, $version: Int) {
      updateClaim(id: $id, input: $input, version: $version) {
        __typename
        ... on Claim { ...ClaimDetails }
        ... on Error { code message }
        ... on Forbidden { requiredRole }
        ... on ValidationFailed { fields { field message } }
      }
    }
  `,
  [ClaimDetails],
)

export const CloseClaim = graphql(
  `
    mutation CloseClaim($id: ID!, $note: String) {
      closeClaim(id: $id, note: $note) {
        __typename
        ... on Claim { ...ClaimDetails }
        ... on Error { code message }
        ... on Forbidden { requiredRole }
      }
    }
  `,
  [ClaimDetails],
)

export const ReopenClaim = graphql(
  `
    mutation ReopenClaim($id: ID!, $note: String) {
      reopenClaim(id: $id, note: $note) {
        __typename
        ... on Claim { ...ClaimDetails }
        ... on Error { code message }
        ... on Forbidden { requiredRole }
      }
    }
  `,
  [ClaimDetails],
)

export const EraseClaim = graphql(`
  mutation EraseClaim($id: ID!) {
    eraseClaim(id: $id) {
      __typename
      ... on Erasure { claimId }
      ... on Error { code message }
      ... on Forbidden { requiredRole }
    }
  }
`)
