import { PATH } from './colours.ts'
import type { Path } from './paths.ts'

/** The head of an arrow, which paths refer to. */
export const arrowHead = [
  '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">',
  `<path d="M0 0.6 8 4 0 7.4Z" fill="${PATH}"/></marker></defs>`,
]

export const drawPath = ({ d }: Path, dashed: boolean): string =>
  `<path d="${d}" fill="none" stroke="${PATH}" stroke-width="1.5" marker-end="url(#head)"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`

/** A path's words, to be laid over the lines on a ground of their own; nothing where it has none. */
export function drawLabel({ label, at }: Path): string[] {
  if (!label || !at) return []
  const [x, y] = at
  const width = label.length * 6 + 8
  return [
    `<rect x="${x - width / 2}" y="${y - 9}" width="${width}" height="15" fill="#fff"/>` +
      `<text x="${x}" y="${y + 2.5}" font-size="10.5" fill="${PATH}" text-anchor="middle">${label}</text>`,
  ]
}
