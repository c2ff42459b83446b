import { ThumbnailLinks } from '../components/thumbnail.tsx'
import { graphql } from '../graphql/graphql.ts'

export const ClaimList = graphql(
  `
  query ClaimList($first: Int, $after: String, $last: Int, $before: String, $filter: ClaimFilter) {
    claims(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      nodes {
        id
        reference
        status
        createdAt
        damageTypes
        photoCount
        vehicle { plate make model year }
        cover { id links { ...ThumbnailLinks } }
        photosToReview { id }
        summary { hint { verdict } }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`,
  [ThumbnailLinks],
)

export const ModelNames = graphql(`
  query ModelNames {
    model { damageTypes parts }
  }
`)
