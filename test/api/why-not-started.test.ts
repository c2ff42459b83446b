import { describe, expect, it } from 'vitest'
import { whyNotStarted } from '../../api/why-not-started.ts'
import { SettingInvalid } from '../../edge/read-environment.ts'

describe('what a failure to start is told as', () => {
  it('is its own sentence where its reader can mend it', () => {
    expect(whyNotStarted(new SettingInvalid('Expected a whole number for PORT but received "http"'))).toBe(
      'Expected a whole number for PORT but received "http"',
    )
  })

  it('names what nobody foresaw, without the way there', () => {
    expect(whyNotStarted(new Error('Invalid URL'))).toBe('Expected to start but received Error: Invalid URL')
  })

  it('says something where a connection says nothing but its code', () => {
    const refused = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })
    expect(whyNotStarted(refused)).toBe('Expected to start but received AggregateError: ECONNREFUSED')
  })

  it('says where, if the program is to blame', () => {
    expect(whyNotStarted(new TypeError('x is not a function'))).toMatch(
      /^TypeError: x is not a function\n +at .*why-not-started\.test\.ts/,
    )
  })
})
