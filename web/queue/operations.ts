import { ThumbnailLinks } from '../components/thumbnail.tsx'
import { graphql } from '../graphql/graphql.ts'

/** Backwards through the newest-first list: the oldest come first in a queue. */
export const ReviewQueue = graphql(
  `
  query ReviewQueue($before: String) {
    claims(last: 20, before: $before, filter: { needsReview: true }) {
      nodes {
        id
        reference
        createdAt
        vehicle { plate make model year }
        damageTypes
        photosToReview {
          id
          links { ...ThumbnailLinks }
          assessment { id reviewReasons }
        }
      }
      pageInfo { hasPreviousPage startCursor }
    }
  }
`,
  [ThumbnailLinks],
)
