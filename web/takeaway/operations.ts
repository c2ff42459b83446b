import { AuditEntry, ClaimDetails, SummaryOnPaper } from '../claim/operations.ts'
import { graphql } from '../graphql/graphql.ts'

/** Everything of a claim, as somebody takes it away. */
export const WholeClaim = graphql(
  `
    query WholeClaim($id: ID!) {
      claim(id: $id) {
        ...ClaimDetails
        ...SummaryOnPaper
        photos {
          id
          width
          height
          takenAt
          camera
          sha256
          createdAt
          links { annotated normalized }
          quality { sharpness brightness glare megapixels reason shouldRetake }
          assessment {
            id
            status
            finishedAt
            vehicle
            damagedAreaPct
            reviewReasons
            model { name version preprocessing }
            parts { name confidence areaPct polygons }
          }
        }
        damages(rejected: true) {
          id
          type
          part
          partConfidence
          severity
          confidence
          plausible
          state
          areaPct
          partAreaPct: areaPct(of: PART)
          vehicleAreaPct: areaPct(of: VEHICLE)
          box
          polygons
          original { type part severity confidence areaPct }
          photo { id }
        }
        audit { ...AuditEntry }
      }
    }
  `,
  [ClaimDetails, AuditEntry, SummaryOnPaper],
)

export const ExportAnnotations = graphql(`
  mutation ExportAnnotations($claim: ID!, $format: AnnotationFormat!) {
    exportAnnotations(claim: $claim, format: $format) {
      __typename
      ... on AnnotationExport {
        damageCount
        files { name text }
        photos { fileName url }
      }
      ... on Error { code message }
      ... on Forbidden { requiredRole }
    }
  }
`)
