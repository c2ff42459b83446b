/** Requests as a front-end makes them. */

export type Answer =
  | { kind: 'taken'; id: string; claim: string; status: string }
  /** Turned away before anything was stored. */
  | { kind: 'busy'; retryAfterSeconds: number }
  | { kind: 'refused'; type: string; code: string; message: string }

const ASSESS = `mutation ($photo: Photo!, $claim: ID, $wait: Float, $key: String) {
  assessDamage(photo: $photo, claim: $claim, wait: $wait, idempotencyKey: $key) {
    __typename
    ... on Assessment { id status claim { id } damages { type part areaPct polygon confidence } }
    ... on NoVehicle { assessment { id status claim { id } } }
    ... on ModelUnavailable { retryAfterSeconds reason }
    ... on Error { code message }
  }
}`

/**
 * Asks for the damages of a photo.
 *
 * @param photo its bytes, sent as a form, or its id
 * @throws for an answer that GraphQL gives no data with
 */
export async function assessPhoto(
  url: string,
  photo: Uint8Array<ArrayBuffer> | string,
  variables: object = {},
): Promise<Answer> {
  const operation = { query: ASSESS, variables: { ...variables, photo } }
  const request =
    typeof photo === 'string'
      ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(operation) }
      : { body: formOf({ ...operation, variables: { ...variables, photo: null } }, photo) }
  const response = await fetch(`${url}/graphql`, { method: 'POST', ...request })
  const { data, errors } = (await response.json()) as { data?: any; errors?: unknown[] }
  const answer = data?.assessDamage
  if (!answer) throw new Error(`Expected an assessment but received ${JSON.stringify(errors)}`)
  const { __typename: type, code, message } = answer
  if (type === 'Assessment' || type === 'NoVehicle') {
    const { id, status, claim } = answer.assessment ?? answer
    return { kind: 'taken', id, status, claim: claim.id }
  }
  if (type === 'ModelUnavailable') {
    if (answer.reason === 'SERVER_BUSY') return { kind: 'busy', retryAfterSeconds: answer.retryAfterSeconds }
    return { kind: 'refused', type, code, message }
  }
  return { kind: 'refused', type, code, message }
}

/** By the GraphQL multipart request specification. */
function formOf(operation: object, photo: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData()
  form.set('operations', JSON.stringify(operation))
  form.set('map', JSON.stringify({ 0: ['variables.photo'] }))
  form.set('0', new Blob([photo]), 'car.jpg')
  return form
}

/** Hands a photo to the edge. */
export async function postPhoto(url: string, photo: Uint8Array<ArrayBuffer>) {
  const response = await fetch(`${url}/photos`, { method: 'POST', body: photo })
  return { status: response.status, body: (await response.json()) as Record<string, any> }
}
