import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { Random } from '../faults/random.ts'

/** Ids that are there, for operations that find something. */
export type KnownIds = readonly string[]

export interface RandomOperation {
  query: string
  variables: Record<string, unknown>
  operationName?: string
}

/** What is asked for beyond what can be answered: deeper, wider and odder than front-ends are. */
const ODD_STRINGS = [
  '',
  ' ',
  '\0',
  '\u{1F697}'.repeat(50),
  'a'.repeat(5000),
  "'; DROP TABLE items; --",
  '../../etc/passwd',
  '__proto__',
  'constructor',
  '\ud800',
  'T#acme#CLAIM#x',
  '9'.repeat(40),
  '2026-11-21T08:00:00Z',
  '%00%ff',
  '<script>',
  '${x}',
  'null',
]
const ODD_NUMBERS = [0, -1, 1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, 1e308, -0.5, 0.1, 1e-320]

/**
 * Operations from a schema, always the same for the same numbers: mostly such as a schema allows, with arguments that
 * are now plausible, now not; some of another type than is asked for.
 */
export function createRandomOperations(schema: GraphQLSchema, random: Random, ids: () => KnownIds) {
  const roots = (['Query', 'Mutation', 'Query', 'Query', 'Subscription'] as const).map(
    (name) => [name, schema.getType(name) as GraphQLObjectType] as const,
  )

  function text(name: string): string {
    if (/id|claim|photo|damage|before|after/i.test(name) && random.chance(0.7))
      return random.pick([...ids(), 'c1', 'p'.concat('0'.repeat(32)), '0'])
    return random.chance(0.4) ? random.pick(ODD_STRINGS) : random.pick(['scratch', 'hood', 'note', 'B AB 1'])
  }

  const number = () => (random.chance(0.4) ? random.pick(ODD_NUMBERS) : random.between(1, 20))

  const ring = () =>
    Array.from({ length: random.between(0, 6) }, () => [
      random.next(),
      random.chance(0.9) ? random.next() : number(),
    ])

  function value(type: GraphQLInputType, name: string, depth = 0): unknown {
    if (isNonNullType(type)) return random.chance(0.03) ? null : value(type.ofType, name, depth)
    if (random.chance(0.1)) return null
    if (random.chance(0.06)) return random.pick<unknown>([text(name), number(), true, [], {}, [[null]]])
    if (isListType(type))
      return Array.from({ length: random.chance(0.03) ? 300 : random.between(0, 3) }, () =>
        value(type.ofType, name, depth),
      )
    if (isEnumType(type)) return random.chance(0.95) ? random.pick(type.getValues()).name : 'NO_SUCH'
    if (isInputObjectType(type)) {
      if (depth > 3) return {}
      const fields = Object.values(type.getFields()).filter(
        (field) => isNonNullType(field.type) || random.chance(0.5),
      )
      return Object.fromEntries(fields.map((field) => [field.name, value(field.type, field.name, depth + 1)]))
    }
    switch ((type as GraphQLNamedType).name) {
      case 'Int':
      case 'Float':
        return number()
      case 'Boolean':
        return random.chance(0.5)
      case 'Polygon':
        return ring()
      case 'DateTime':
        return random.pick([
          '2026-11-21T08:00:00Z',
          '1970-01-01',
          'yesterday',
          '',
          '+275760-09-13T00:00:00.001Z',
        ])
      default:
        return text(name)
    }
  }

  return (): RandomOperation => {
    const variables: Record<string, unknown> = {}
    const declared: string[] = []
    let left = random.pick([5, 15, 40, 350])
    let aliases = 0

    function argument(one: GraphQLArgument): string | null {
      if (!isNonNullType(one.type) && random.chance(0.4)) return null
      const given = value(one.type, one.name)
      if (random.chance(0.5)) {
        const name = `v${declared.length}`
        declared.push(`$${name}: ${random.chance(0.97) ? String(one.type) : 'Int'}`)
        variables[name] = given
        return `${one.name}: $${name}`
      }
      return `${one.name}: ${literal(given, one.type)}`
    }

    function field(one: GraphQLField<unknown, unknown>, depth: number): string | null {
      left--
      const args = one.args.map(argument).filter((arg) => arg !== null)
      const named = getNamedType(one.type)
      const alias = random.chance(0.05) ? `a${aliases++}: ` : ''
      const directive = random.chance(0.03)
        ? random.pick([' @skip(if: true)', ' @include(if: false)', ' @nope'])
        : ''
      const head = `${alias}${one.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${directive}`
      if (isLeafType(named)) return head
      const inner = selection(named, depth + 1)
      return inner && `${head} ${inner}`
    }

    function selection(type: GraphQLNamedType, depth: number): string {
      const parts: string[] = ['__typename']
      if (isObjectType(type) || isInterfaceType(type)) {
        const all = Object.values(type.getFields())
        for (const one of random.shuffle(all).slice(0, random.between(1, 6))) {
          const leaf = isLeafType(getNamedType(one.type))
          if (left <= 0 || (!leaf && depth > random.pick([3, 6, 14]))) continue
          const made = field(one, depth)
          if (made) parts.push(made)
        }
      }
      if (isAbstractType(type))
        for (const possible of random.shuffle(schema.getPossibleTypes(type)).slice(0, 3))
          if (left > 0) parts.push(`... on ${possible.name} ${selection(possible, depth + 1)}`)
      if (random.chance(0.02)) parts.push('noSuchField')
      return `{ ${parts.join(' ')} }`
    }

    const [kind, type] = random.pick(roots)
    const fields: string[] = []
    const wanted = random
      .shuffle(Object.values(type.getFields()))
      .slice(0, kind === 'Subscription' ? 1 : random.between(1, 3))
    for (const [i, one] of wanted.entries()) {
      const made = field(one, 1)
      if (made) fields.push(i > 0 && random.chance(0.3) ? `b${i}: ${made.replace(/^a\d+: /, '')}` : made)
    }
    if (random.chance(0.05) && kind === 'Query') fields.push('__schema { types { name fields { name } } }')
    const variableList = declared.length > 0 ? `(${declared.join(', ')})` : ''
    return { query: `${kind.toLowerCase()} Fuzz${variableList} { ${fields.join(' ')} }`, variables }
  }
}

/** A value as GraphQL's text has it. */
function literal(value: unknown, type: GraphQLInputType): string {
  const named = getNamedType(type)
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, type)).join(', ')}]`
  if (typeof value === 'object') {
    const fields = isInputObjectType(named) ? named.getFields() : {}
    const parts = Object.entries(value).map(([name, one]) => {
      const inner = fields[name]?.type
      return `${name}: ${inner ? literal(one, inner) : JSON.stringify(one)}`
    })
    return `{${parts.join(', ')}}`
  }
  if (isEnumType(named) && typeof value === 'string' && /^[A-Z_]+$/.test(value)) return value
  return JSON.stringify(value)
}

/** The text of an operation, damaged: what no parser of a front-end would send. */
export function damage(query: string, random: Random): string {
  const at = random.between(0, query.length)
  switch (random.between(0, 5)) {
    case 0:
      return query.slice(0, at)
    case 1:
      return (
        query.slice(0, at) +
        random.pick(['{', '}', '(', '"', '\u0000', '...', '$', '@', '#']) +
        query.slice(at)
      )
    case 2:
      return query.replaceAll('{', '{'.repeat(random.between(2, 400)))
    case 3:
      return `${query} ${query}`
    case 4:
      return `query { ${'claims { nodes { id } } '.repeat(random.between(1, 400))} }`
    default:
      return `${query} fragment F on Claim { ...F } `
  }
}
