import { GraphQLError } from 'graphql'
import { z } from 'zod'
import type { Ring } from '../inference/geometry/types.ts'
import { builder } from './builder.ts'
import { outlineText } from './outline-text.ts'

const ringSchema = z.array(z.tuple([z.number(), z.number()])).max(10_000)

const bad = (expected: string, value: unknown) =>
  new GraphQLError(`Expected ${expected} but received ${JSON.stringify(value)?.slice(0, 80)}`, {
    extensions: { code: 'BAD_USER_INPUT' },
  })

builder.scalarType('Photo', {
  description:
    'A photo: the id that `POST /photos` gave, or a file part of a multipart request ' +
    '(https://github.com/jaydenseric/graphql-multipart-request-spec).',
  serialize: () => {
    throw bad('Photo as an input only', 'an output')
  },
  parseValue: (value) => {
    if (typeof value === 'string' || isFile(value)) return value
    throw bad('the id of a photo or a file', value)
  },
})

builder.scalarType('Zip', {
  description:
    'A zip of photos: a file part of a multipart request ' +
    '(https://github.com/jaydenseric/graphql-multipart-request-spec).',
  serialize: () => {
    throw bad('Zip as an input only', 'an output')
  },
  parseValue: (value) => {
    if (isFile(value)) return value as File
    throw bad('a file', value)
  },
})

/** Multipart parsers bring their own class of files. */
const isFile = (value: unknown): value is File =>
  typeof value === 'object' && value !== null && typeof (value as File).arrayBuffer === 'function'

builder.scalarType('Polygon', {
  description:
    'A closed outline: `[[x, y], …]` in order, the first point not repeated; x to the right, y down, ' +
    'from the top left corner of the upright photo.',
  serialize: outlineText,
  parseValue: (value) => {
    const parsed = ringSchema.safeParse(value)
    if (!parsed.success) throw bad('an outline as [[x, y], …]', value)
    return parsed.data as Ring
  },
})

builder.scalarType('Box', {
  description: '`[x, y, width, height]`, from the top left corner of the upright photo.',
  serialize: (box) => box,
  parseValue: (value) => {
    throw bad('Box as an output only', value)
  },
})

const instantSchema = z.union([
  z.iso.datetime({ offset: true }),
  z.iso.datetime({ offset: true, precision: -1 }),
  z.iso.date(),
])

builder.scalarType('DateTime', {
  description:
    'An instant of the years 0 to 9999 as ISO 8601 with its time zone, such as `2026-11-21T08:00:00.000Z`; ' +
    'a day alone, such as `2026-11-21`, is its beginning in UTC.',
  serialize: (instant) => instant,
  parseValue: (value) => {
    const parsed = instantSchema.safeParse(value)
    const time = parsed.success ? Date.parse(parsed.data) : Number.NaN
    const instant = Number.isNaN(time) ? '' : new Date(time).toISOString()
    // Instants are compared as texts: with a sign before the year they are in no order.
    if (/^\d{4}-/.test(instant)) return instant
    throw bad('an instant of the years 0 to 9999 as ISO 8601, such as 2026-11-21T08:00:00Z,', value)
  },
})
