import type { Box } from './boxes.ts'
import { colours, PATH } from './colours.ts'

/** A box that links to its code; its title and words stand beside each other where it is wide. */
export function drawBox(box: Box, dashed: boolean, words: string): string {
  const { title, code, x, y, width, height, colour } = box
  const { fill, line } = colours[colour]
  const wide = width > 300
  const middle = x + width / 2
  const text = wide
    ? `<text x="${middle}" y="${y + height / 2 + 4.5}" text-anchor="middle" font-size="13"><tspan font-weight="600">${title}</tspan><tspan dx="10" fill="${PATH}" font-size="11.5">${words}</tspan></text>`
    : `<text x="${middle}" y="${y + height / 2 - 2}" text-anchor="middle" font-size="13" font-weight="600">${title}</text><text x="${middle}" y="${y + height / 2 + 14}" text-anchor="middle" font-size="10" fill="${PATH}">${words}</text>`
  return `<a href="../${code}"><title>${code}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7" fill="${fill}" stroke="${line}" stroke-width="1.4"${dashed ? ' stroke-dasharray="5 4"' : ''}/>${text}</a>`
}
