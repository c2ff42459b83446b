import { AuditEntry, ClaimDetails, SummaryOnPaper } from '../claim/operations.ts'
import { graphql } from '../graphql/graphql.ts'

export const ClaimReport = graphql(
  `
    query ClaimReport($id: ID!) {
      claim(id: $id) {
        ...ClaimDetails
        ...SummaryOnPaper
        photos {
          id
          width
          height
          takenAt
          links { normalized small: thumbnail(width: 640) }
          assessment { id status vehicle model { name version } }
          damages {
            id
            type
            part
            severity
            confidence
            state
            areaPct
            partAreaPct: areaPct(of: PART)
            vehicleAreaPct: areaPct(of: VEHICLE)
            box
            polygons
          }
        }
        audit { ...AuditEntry }
      }
    }
  `,
  [ClaimDetails, AuditEntry, SummaryOnPaper],
)
