import { isInterfaceType, isObjectType, isUnionType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../schema/schema.ts'

const types = Object.values(schema.getTypeMap())

describe('the schema, as a front-end developer reads it', () => {
  it.each(['Query', 'Mutation', 'Subscription'])('says of every %s what it does', (name) => {
    const root = schema.getType(name)
    const fields = isObjectType(root) ? Object.values(root.getFields()) : []
    expect(fields.length).toBeGreaterThan(0)
    expect(fields.filter(({ description }) => !description).map((field) => field.name)).toEqual([])
  })

  it('says of every error when it comes', () => {
    const error = schema.getType('Error')
    const errors = isInterfaceType(error) ? schema.getPossibleTypes(error) : []
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.filter(({ description }) => !description).map(({ name }) => name)).toEqual([])
  })

  it('has no union whose members have fields of one name and two types: nobody could ask for both', () => {
    const clashes = types.filter(isUnionType).flatMap((union) => {
      const fields = union.getTypes().flatMap((member) => Object.values(member.getFields()))
      return fields
        .filter(({ name, type }) =>
          fields.some((other) => other.name === name && String(other.type) !== String(type)),
        )
        .map(({ name }) => `${union.name}.${name}`)
    })
    expect([...new Set(clashes)]).toEqual([])
  })
})
