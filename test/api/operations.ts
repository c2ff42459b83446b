/** Operations that several tests ask. */
export const ASSESS = `mutation ($photo: Photo!, $claim: ID, $key: String, $wait: Float) {
  assessDamage(photo: $photo, claim: $claim, idempotencyKey: $key, wait: $wait) {
    __typename
    ... on Assessment { id status reviewReasons failure { code retryAfterSeconds } claim { id version } photo { id } damages { id type areaPct } }
    ... on Error { code message }
    ... on ModelUnavailable { retryAfterSeconds }
    ... on NoVehicle { assessment { id status failure { code } damages { id } quality { reason advice shouldRetake } } }
    ... on PhotoRejected { reason shouldRetake }
    ... on UnsupportedPhoto { format }
    ... on PhotoTooLarge { bytes maxBytes megapixels maxMegapixels }
    ... on ValidationFailed { fields { field message } }
  }
}`

export const CLAIM = `query ($id: ID!) {
  claim(id: $id) {
    id reference status version
    assessments { id status failure { code } }
    damages { id type part state severity areaPct confidence original { type part areaPct } }
    photos { id state }
    audit { sequence kind actor note damageId fields model { version } }
  }
}`

export const CREATE = `mutation ($input: ClaimInput) {
  createClaim(input: $input) { __typename ... on Claim { id version reference vehicle { plate vin year } } ... on Error { code message }
    ... on ValidationFailed { fields { field message } } }
}`

export const REVIEW = `mutation ($damage: ID!, $review: ReviewInput!, $version: Int) {
  reviewDamage(damage: $damage, review: $review, version: $version) {
    __typename
    ... on Damage { id type part state severity areaPct partAreaPct: areaPct(of: PART) vehicleAreaPct: areaPct(of: VEHICLE) polygon confidence original { type part areaPct } claim { version } }
    ... on Error { code message }
    ... on ValidationFailed { fields { field message } }
  }
}`
