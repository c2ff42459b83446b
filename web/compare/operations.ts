import { ThumbnailLinks } from '../components/thumbnail.tsx'
import { graphql } from '../graphql/graphql.ts'

export const ComparedDamage = graphql(`
  fragment ComparedDamage on Damage {
    id
    type
    part
    severity
    areaPct
    partAreaPct: areaPct(of: PART)
    box
    claim { id }
    photo { id width height links { normalized } }
  }
`)

export const CompareVisits = graphql(
  `
    query CompareVisits($before: ID!, $after: ID!) {
      compare(before: $before, after: $after) {
        __typename
        ... on Comparison {
          new { ...ComparedDamage }
          known {
            before { ...ComparedDamage }
            after { ...ComparedDamage }
          }
          repaired { ...ComparedDamage }
          notInView { ...ComparedDamage }
        }
        ... on Error { code message }
      }
    }
  `,
  [ComparedDamage],
)

export const VisitName = graphql(
  `
  query VisitName($id: ID!) {
    claim(id: $id) {
      id
      reference
      createdAt
      vehicle { plate make model year }
      photoCount
      cover { id links { ...ThumbnailLinks } }
    }
  }
`,
  [ThumbnailLinks],
)

export const FindVisits = graphql(`
  query FindVisits($filter: ClaimFilter) {
    claims(first: 8, filter: $filter) {
      nodes {
        id
        reference
        createdAt
        vehicle { plate make model year }
      }
    }
  }
`)
