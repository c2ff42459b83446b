import { chipSize, drawChip } from './chip.ts'
import { colourOf } from './colours.ts'
import type { Drawable } from './drawable.ts'
import { drawText, fitText, textWidth } from './stroke-text.ts'
import { inWords, shareOf, verdict } from './words.ts'

/** Rows of the legend; what is beyond them is summed up in the last one. */
const MAX_ROWS = 18

export interface Legend {
  /** In pixels. */
  height: number
  /** SVG of the panel, its origin at its own top left corner. */
  svg: string
}

interface Row {
  number: string
  colour: string | null
  what: string
  area: string
}

/** The panel below the photo: the verdict, then per damage its number, type, part and area. */
export function legendOf(assessment: Drawable, width: number, size: number): Legend {
  const pad = size * 1.1
  const rowHeight = size * 2.15
  const rows = rowsOf(assessment)
  const inner = width - 2 * pad
  const chip = Math.max(0, ...rows.map(({ number }) => chipSize(number, size * 0.85).width))
  const widest = Math.max(0, ...rows.map((row) => chip + rowWidth(row, size)))
  const columns = Math.max(1, Math.min(3, rows.length, Math.floor((inner + 2 * pad) / (widest + 2 * pad))))
  const columnWidth = (inner - (columns - 1) * 2 * pad) / columns
  const perColumn = Math.ceil(rows.length / columns)

  const top = pad + size * 2.2
  const height = Math.ceil(rows.length === 0 ? 2 * pad + size * 1.3 : top + perColumn * rowHeight + pad * 0.5)
  const title = fitText(verdict(assessment), size * 1.1, inner)
  const drawn = rows.map((row, i) => {
    const x = pad + Math.floor(i / perColumn) * (columnWidth + 2 * pad)
    return drawRow(row, x, top + (i % perColumn) * rowHeight, Math.min(columnWidth, widest * 1.6), chip, size)
  })
  return {
    height,
    svg: `<rect width="${width}" height="${height}" fill="#16191d"/>${drawText(title, pad, pad, {
      size: size * 1.1,
      colour: '#ffffff',
    })}${drawn.join('')}`,
  }
}

function rowsOf({ damages }: Drawable): Row[] {
  const shown = damages.length > MAX_ROWS ? damages.slice(0, MAX_ROWS - 1) : damages
  const rows = shown.map(({ type, part, areaPct }, i) => ({
    number: String(i + 1),
    colour: colourOf(type),
    what: part ? `${inWords(type)}, ${inWords(part)}` : inWords(type),
    area: shareOf(areaPct),
  }))
  const more = damages.length - shown.length
  return more > 0 ? [...rows, { number: '', colour: null, what: `and ${more} more`, area: '' }] : rows
}

const rowWidth = ({ what, area }: Row, size: number) =>
  textWidth(what, size) + textWidth(area, size) + size * 2.4

function drawRow(
  { number, colour, what, area }: Row,
  x: number,
  y: number,
  width: number,
  chip: number,
  size: number,
): string {
  const areaWidth = textWidth(area, size)
  const words = fitText(what, size, width - chip - areaWidth - size * 2)
  return (
    (colour ? drawChip(number, { x, y: y - size * 0.35, minWidth: chip, size: size * 0.85, colour }) : '') +
    drawText(words, x + chip + size * 0.8, y, { size, colour: '#e8eaed' }) +
    drawText(area, x + width - areaWidth, y, { size, colour: '#ffffff' })
  )
}
