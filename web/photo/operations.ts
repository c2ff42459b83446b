import { AuditEntry } from '../claim/operations.ts'
import { graphql } from '../graphql/graphql.ts'

/** One damage as lists, the viewer and reports show it. */
export const DamageRow = graphql(
  `
    fragment DamageRow on Damage {
      id
      type
      part
      severity
      confidence
      plausible
      state
      areaPct
      partAreaPct: areaPct(of: PART)
      vehicleAreaPct: areaPct(of: VEHICLE)
      box
      polygons
      original { type part severity }
      history { ...AuditEntry }
    }
  `,
  [AuditEntry],
)

export const PhotoView = graphql(
  `
    query PhotoView($claim: ID!, $photo: ID!) {
      claim(id: $claim) {
        id
        reference
        status
        vehicle { plate make model year }
        all: photos { id }
        assessments { id status photo { id } failure { code message } }
        photos(ids: [$photo]) {
          id
          width
          height
          takenAt
          camera
          createdAt
          links { original normalized enhanced annotated }
          quality { reason advice shouldRetake }
          damages(rejected: true) { ...DamageRow }
          assessment {
            id
            status
            vehicle
            damagedAreaPct
            reviewReasons
            quality { reason advice shouldRetake }
            model { name version }
            parts { name confidence polygon }
          }
        }
      }
    }
  `,
  [DamageRow],
)
