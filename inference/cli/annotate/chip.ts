import { inkOn } from './colours.ts'
import { drawText, textWidth } from './stroke-text.ts'

export interface ChipStyle {
  /** Left and top edge, in pixels. */
  x: number
  y: number
  /** Height of a capital, in pixels. */
  size: number
  /** `#rrggbb` of the box; the text is black or white, whichever reads better. */
  colour: string
  minWidth?: number
}

/** Size in pixels of the box around a line of text. @param size height of a capital, in pixels */
export function chipSize(text: string, size: number): { width: number; height: number } {
  return { width: Math.max(textWidth(text, size) + size * 1.1, size * 2), height: size * 2 }
}

/** SVG of a line of text in a coloured box. */
export function drawChip(text: string, { x, y, size, colour, minWidth = 0 }: ChipStyle): string {
  const { width: ownWidth, height } = chipSize(text, size)
  const width = Math.max(ownWidth, minWidth)
  const box = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}"`
  const textX = x + (width - textWidth(text, size)) / 2
  return (
    `<rect ${box} rx="${(size * 0.35).toFixed(1)}" fill="${colour}" ` +
    `stroke="#000000" stroke-opacity=".55" stroke-width="${(size * 0.1).toFixed(2)}"/>` +
    drawText(text, textX, y + (height - size) / 2, { size, colour: inkOn(colour) })
  )
}
