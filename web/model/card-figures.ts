import card from '../../docs/model-card.md?raw'
import { type CardTable, figureOf, readPoints, readTables } from './read-card.ts'

export interface ClassFigure {
  name: string
  /** 0 to 1. */
  value: number
}

export interface CardFigures {
  damage: ClassFigure[]
  parts: ClassFigure[]
  /** Shares of photos, 0 to 1, and how many photos; null where the card says nothing of it. */
  found: Rate | null
  falseAlarm: Rate | null
  noVehicle: Rate | null
  weaknesses: { title: string; text: string }[]
}

export interface Rate {
  share: number
  photos: number
}

/** A column of the verdicts: the share of photos, in percent, for which damage is listed. */
const LISTED = 'any damage listed'

/** What the model card says of the shipped model, read from its tables when the desk is built. */
export function cardFigures(markdown: string = card): CardFigures {
  const tables = readTables(markdown)
  const answers = tables.find(({ name, rows }) => name === 'as shipped' && rows[0]?.[LISTED] !== undefined)
  const rate = (set: string, heading: string, of = (share: number) => share): Rate | null => {
    const row = answers?.rows.find((one) => one['as shipped'] === set)
    const percent = figureOf(row, heading)
    return percent === null ? null : { share: of(percent / 100), photos: figureOf(row, 'photos') ?? 0 }
  }
  return {
    damage: classesOf(tables, 'workshop: class'),
    parts: classesOf(tables, 'parts: class'),
    found: rate('workshop', 'damaged: true'),
    falseAlarm: rate('undamaged', LISTED),
    noVehicle: rate('no_vehicle', 'vehicle: true', (share) => 1 - share),
    weaknesses: readPoints(markdown, 'Where they fail'),
  }
}

function classesOf(tables: readonly CardTable[], name: string): ClassFigure[] {
  const rows = tables.find((table) => table.name === name)?.rows ?? []
  return rows.flatMap((row) => {
    const value = figureOf(row, 'mask AP50')
    return value === null ? [] : [{ name: row[name] ?? '', value }]
  })
}
