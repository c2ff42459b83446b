import { graphql } from '../graphql/graphql.ts'
import { DamageRow } from '../photo/operations.ts'

export const ReviewView = graphql(
  `
    query ReviewView($claim: ID!, $photo: ID!) {
      claim(id: $claim) {
        id
        version
        status
        reference
        vehicle { plate make model year }
        all: photos { id }
        photosToReview { id }
        photos(ids: [$photo]) {
          id
          width
          height
          links { normalized }
          quality { reason advice shouldRetake }
          damages(rejected: true) { ...DamageRow }
          assessment {
            id
            reviewReasons
            parts { name confidence polygon }
          }
        }
      }
    }
  `,
  [DamageRow],
)

export const ReviewDamage = graphql(`
  mutation ReviewDamage($damage: ID!, $review: ReviewInput!, $version: Int) {
    reviewDamage(damage: $damage, review: $review, version: $version) {
      __typename
      ... on Damage {
        id
        history { sequence }
        claim { id version }
      }
      ... on Error { code message }
      ... on Forbidden { requiredRole }
    }
  }
`)

export const AddDamage = graphql(`
  mutation AddDamage($claim: ID!, $photo: ID!, $damage: NewDamageInput!) {
    addDamage(claim: $claim, photo: $photo, damage: $damage) {
      __typename
      ... on Damage {
        id
        history { sequence }
        claim { id version }
      }
      ... on Error { code message }
      ... on Forbidden { requiredRole }
    }
  }
`)

export const ReviewPhoto = graphql(`
  mutation ReviewPhoto($claim: ID!, $photo: ID!) {
    reviewPhoto(claim: $claim, photo: $photo) {
      __typename
      ... on VehiclePhoto { id claims { id } }
      ... on Error { code message }
      ... on Forbidden { requiredRole }
    }
  }
`)

/** The claim that has waited longest, and the next one after it. */
export const NextInQueue = graphql(`
  query NextInQueue {
    claims(last: 2, filter: { needsReview: true }) {
      nodes { id photosToReview { id } }
    }
  }
`)
