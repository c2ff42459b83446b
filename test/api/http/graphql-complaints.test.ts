import { expect, it } from 'vitest'
import { openApp } from './open-app.ts'

const CLAIM = 'query ($id: ID!) { claim(id: $id) { id } }'

/** In graphql-js's own words, which say where, and often what was meant. */
it.each([
  ['no syntax', '{ model { ', {}, 'GRAPHQL_PARSE_FAILED'],
  ['half a text', '"', {}, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', '{ model { nam } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['an argument too few', '{ claim { id } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['an unknown type', CLAIM.replace('ID!', 'Strin!'), {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['a literal of another type', '{ claims(first: "x") { nodes { id } } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['two answers for one name', '{ a: model { name } a: __typename }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['two operations', 'query A { __typename } query B { __typename }', {}, 'OPERATION_RESOLUTION_FAILURE'],
  ['a variable too few', CLAIM, {}, 'BAD_REQUEST'],
  ['a variable of another type', CLAIM, { id: {} }, 'BAD_REQUEST'],
  [
    'a variable that a scalar of ours refuses',
    'mutation ($photo: Photo!) { assessDamage(photo: $photo) { __typename } }',
    { photo: 7 },
    'BAD_USER_INPUT',
  ],
])(
  'tells what is no operation of this schema, with a code and no more: %s',
  async (_what, query, variables, code) => {
    const { post, log } = await openApp()
    const text = await (await post(query, {}, variables)).text()
    const { data, errors } = JSON.parse(text)
    expect([data, errors.length]).toEqual([undefined, 1])
    expect(errors[0]).toMatchObject({ message: expect.stringMatching(/\w/), extensions: { code } })
    expect(text).not.toMatch(/stack|node_modules|\.ts:|\.js:/)
    expect(log.filter(({ level }) => level >= 40)).toEqual([])
  },
)
