import { describe, expect, it } from 'vitest'
import { de } from '../../../web/texts/de.ts'
import { en } from '../../../web/texts/en.ts'
import { createFormat } from '../../../web/texts/format.ts'
import { partName, typeName } from '../../../web/texts/naming.ts'

const british = createFormat('en-GB')
const german = createFormat('de-DE')

describe('createFormat', () => {
  it('writes numbers and shares as the locale does', () => {
    expect(british.number(12345.67, 1)).toBe('12,345.7')
    expect(german.number(12345.67, 1)).toBe('12.345,7')
    expect(british.percent(5.5)).toBe('5.5%')
    expect(german.percent(5.5)).toBe('5,5\u00a0%')
  })

  it('calls a small share not nothing, and an unknown one a dash', () => {
    expect(british.percent(0.01)).toBe('<0.1%')
    expect(british.percent(0)).toBe('0.0%')
    expect(british.percent(null)).toBe('–')
  })

  it.each([
    [3, /^5 secs?$/],
    [42, /^40 secs?$/],
    [95, /^2 mins?$/],
    [5400, /^1.5 hrs?$/],
  ])('says %d seconds as people do', (seconds, words) => {
    expect(british.duration(seconds)).toMatch(words)
  })
})

describe('names', () => {
  it('has the same keys in every language', () => {
    const keys = (value: object, path = ''): string[] =>
      Object.entries(value).flatMap(([key, one]) =>
        typeof one === 'object' ? keys(one, `${path}${key}.`) : [`${path}${key}`],
      )
    expect(keys(de).sort()).toEqual(keys(en).sort())
  })

  it('leaves no text in English by mistake', () => {
    // Names of things, and words that both languages share.
    const same = Object.entries(de.claim).filter(
      ([key, text]) => text === en.claim[key as keyof typeof en.claim],
    )
    expect(same).toEqual([])
  })

  it('shows a class of another model as its name', () => {
    expect(typeName(en, 'hail_damage')).toBe('Hail damage')
    expect(partName(en, 'constructor')).toBe('Constructor')
    expect(partName(de, null)).toBe('Teil unbekannt')
  })
})
