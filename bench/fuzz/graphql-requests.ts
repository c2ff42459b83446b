import type { Random } from '../faults/random.ts'
import { damage, type RandomOperation } from './random-operation.ts'

/** A request for an operation: mostly plain, now and then in one of the ways that HTTP allows or nearly allows. */
export function requestFor(operation: () => RandomOperation, random: Random): RequestInit & { path: string } {
  const one = operation()
  if (random.chance(0.25)) one.query = damage(one.query, random)
  const json = (body: unknown, type = 'application/json') => ({
    path: '/graphql',
    method: 'POST',
    headers: { 'Content-Type': type, Accept: 'application/json' },
    body: JSON.stringify(body),
  })
  switch (random.between(0, 19)) {
    case 0:
      return {
        path: `/graphql?query=${encodeURIComponent(one.query.replaceAll(/\p{Surrogate}/gu, '')).slice(0, 8000)}`,
      }
    case 1:
      return json(Array.from({ length: random.between(0, 12) }, operation))
    case 2:
      return json(
        random.pick<unknown>([null, 1, 'text', [], {}, { query: null }, { query: 1 }, { variables: [] }]),
      )
    case 3:
      return json(one, random.pick(['text/plain', 'application/graphql', 'application/xml', '']))
    case 4:
      return { ...json(one), body: JSON.stringify(one).slice(0, random.between(0, 200)) }
    case 5:
      return { path: '/graphql', method: 'POST', body: form(one, random) }
    case 6:
      return json({ ...one, operationName: random.pick(['Fuzz', 'Other', '', 'constructor']) })
    case 7:
      return json({
        ...one,
        extensions: { persistedQuery: { version: 1, sha256Hash: random.pick(['x', '__proto__']) } },
      })
    default:
      return json(one)
  }
}

/** Multipart requests whose parts do not fit together. */
function form(one: RandomOperation, random: Random): FormData {
  const body = new FormData()
  const query =
    'mutation ($photo: Photo!) { assessDamage(photo: $photo, wait: 0) { __typename ... on Error { code } } }'
  const operations = random.chance(0.6) ? { query, variables: { photo: null } } : one
  if (random.chance(0.9)) body.set('operations', random.chance(0.9) ? JSON.stringify(operations) : '{')
  const maps = [
    '{"0":["variables.photo"]}',
    '{"0":["variables.photo.x.y"]}',
    '{"0":["__proto__.x"]}',
    '[]',
    '{',
    '{"1":["variables.photo"]}',
  ]
  if (random.chance(0.9)) body.set('map', random.pick(maps))
  if (random.chance(0.9)) body.set('0', new Blob([random.pick(['', 'no photo', 'GIF89a'])]), 'car.jpg')
  return body
}
