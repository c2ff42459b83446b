import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readPoints, type Weakness } from '../../../web/model/read-card.ts'
import { patternOf, weakPoint } from '../../../web/model/weak-points.ts'
import { weaknesses } from '../../../web/texts/de/weaknesses.ts'

const german = (figure: number) => new Intl.NumberFormat('de-DE').format(figure)
const point = { title: 'Dents.', text: 'Of 1208 photos 0.19 have any.' }

describe('weak points', () => {
  it('take the card’s figures into the translation', () => {
    const translations: Record<string, Weakness> = {
      'Dents. Of # photos # have any.': { title: 'Dellen.', text: '# Fotos, davon #.' },
    }
    expect(weakPoint(point, (pattern) => translations[pattern] ?? null, german)).toEqual({
      title: 'Dellen.',
      text: '1.208 Fotos, davon 0,19.',
      own: false,
    })
  })

  it('keep the card’s words and figures where there are no others', () => {
    expect(weakPoint(point, () => null, german)).toEqual({ ...point, own: true })
  })

  it('of the shipped card are all there in German, with as many figures', async () => {
    const card = await readFile(new URL('../../../docs/model-card.md', import.meta.url), 'utf8')
    const patterns = readPoints(card, 'Where they fail').map(patternOf)
    expect(Object.keys(weaknesses)).toEqual(expect.arrayContaining(patterns))
    const figures = (text: string) => text.split('#').length - 1
    for (const [pattern, { title, text }] of Object.entries(weaknesses))
      expect(figures(title + text), pattern).toBe(figures(pattern))
  })
})
