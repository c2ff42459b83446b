import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { cardFigures } from '../../../web/model/card-figures.ts'
import { figureOf, readPoints, readTables } from '../../../web/model/read-card.ts'
import { en } from '../../../web/texts/en.ts'

const card = `# Card

| workshop: class | mask AP | mask AP50 |
|---|---|---|
| \`scratch\` | 0.1 | 0.25 |
| dent | None | None |

| as shipped | photos |
|---|---|
| workshop | 208 |

## Where they fail

- **Types.** \`dent\` and scratches are confused.
- No flat tyres.

## Ablations

- not this
`

describe('the model card', () => {
  it('is read table by table', () => {
    const [classes, shipped] = readTables(card)
    expect(classes?.name).toBe('workshop: class')
    expect(classes?.rows.map((row) => row['workshop: class'])).toEqual(['scratch', 'dent'])
    expect(classes?.rows.map((row) => figureOf(row, 'mask AP50'))).toEqual([0.25, null])
    expect(shipped?.rows).toEqual([{ 'as shipped': 'workshop', photos: '208' }])
  })

  it('is read point by point', () => {
    expect(readPoints(card, 'Where they fail')).toEqual([
      { title: 'Types.', text: 'dent and scratches are confused.' },
      { title: '', text: 'No flat tyres.' },
    ])
    expect(readPoints(card, 'Elsewhere')).toEqual([])
  })

  it('has in the shipped card what the page shows', async () => {
    const shipped = await readFile(new URL('../../../docs/model-card.md', import.meta.url), 'utf8')
    const tables = readTables(shipped)
    const names = tables.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['workshop: class', 'parts: class', 'as shipped']))
    for (const [name, words] of [
      ['workshop: class', en.names.types],
      ['parts: class', en.names.parts],
    ] as const) {
      const rows = tables.find((table) => table.name === name)?.rows ?? []
      expect(Object.keys(words)).toEqual(expect.arrayContaining(rows.map((row) => row[name])))
    }
    expect(readPoints(shipped, 'Where they fail').length).toBeGreaterThan(3)
    const { found, falseAlarm, noVehicle } = cardFigures(shipped)
    const verdicts = tables.find(({ rows }) => rows[0]?.['any damage listed'])?.rows ?? []
    const listed = (set: string, heading: string) =>
      Number.parseFloat(verdicts.find((row) => row['as shipped'] === set)?.[heading] ?? '')
    expect(found?.share).toBeCloseTo(listed('workshop', 'damaged: true') / 100)
    expect(falseAlarm?.share).toBeCloseTo(listed('undamaged', 'any damage listed') / 100)
    expect(noVehicle?.share).toBeCloseTo(1 - listed('no_vehicle', 'vehicle: true') / 100)
    for (const rate of [found, falseAlarm, noVehicle]) expect(rate?.photos).toBeGreaterThan(0)
  })
})
