/** Charts of measured figures as SVG, in the manner of cdk/capacity/draw-burst.ts. */

const INK = '#1f2933'
const MUTED = '#52606d'
const FAINT = '#e4e7eb'
const AXIS = '#9aa5b1'
export const COLOURS = ['#2680c2', '#cb6e17', '#8719e0', '#0e7c86', '#ba2525', '#627d98'] as const

export interface Line {
  name: string
  colour: string
  /** Where x is and what y is there; a null breaks the line. */
  points: readonly (readonly [number, number | null])[]
  dashed?: boolean
  /** Points as dots, beside the line or in its place. @default 'line' */
  as?: 'line' | 'dots' | 'both'
}

export interface Panel {
  title: string
  lines: readonly Line[]
  y: { label?: string; top?: number; format?: (value: number) => string }
  x: { label: string; ticks: readonly number[]; format?: (value: number) => string; logarithmic?: boolean }
  /** Stretches of x that are set off, such as the time before a verdict. */
  shaded?: readonly { from: number; to: number; label?: string }[]
}

const PANEL = { left: 70, width: 340, gap: 84, height: 130, top: 44, between: 84 }

/** Panels in two columns, each with its own axes. @param label what the picture shows, for those who do not see it */
export function drawPanels(panels: readonly Panel[], label: string): string {
  const columns = Math.min(2, panels.length)
  const rows = Math.ceil(panels.length / columns)
  const width = PANEL.left + columns * PANEL.width + (columns - 1) * PANEL.gap + 24
  const height = PANEL.top + rows * (PANEL.height + PANEL.between)
  const body = panels.map((panel, i) =>
    drawPanel(
      panel,
      PANEL.left + (i % columns) * (PANEL.width + PANEL.gap),
      PANEL.top + Math.floor(i / columns) * (PANEL.height + PANEL.between),
    ),
  )
  return svg(width, height, label, body)
}

export const svg = (width: number, height: number, label: string, body: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" fill="${INK}" role="img" aria-label="${escape(label)}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...body,
    '</svg>',
    '',
  ].join('\n')

export const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Text, with its left end (or what `anchor` says) and its baseline there. */
export const text = (x: number, y: number, size: number, words: string, rest = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" ${rest}>${escape(words)}</text>`

function drawPanel(panel: Panel, left: number, top: number): string {
  const { x, y, lines, shaded = [] } = panel
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value ?? 0))
  const highest = y.top ?? nice(Math.max(...values, 1e-9))
  const places = [...x.ticks, ...lines.flatMap(({ points }) => points.map(([at]) => at))]
  const [low, high] = [Math.min(...places), Math.max(...places)]
  const scale = (value: number) => (x.logarithmic ? Math.log(value) : value)
  const px = (at: number) => left + ((scale(at) - scale(low)) / (scale(high) - scale(low) || 1)) * PANEL.width
  const py = (value: number) => top + PANEL.height - (value / highest) * PANEL.height
  const format = y.format ?? String
  const bottom = top + PANEL.height
  const rule = (at: number, colour: string) =>
    `<line x1="${left}" x2="${left + PANEL.width}" y1="${at}" y2="${at}" stroke="${colour}"/>`
  return [
    text(left, top - 24, 13, panel.title, 'font-weight="600"'),
    ...shaded.map(
      ({ from, to }) =>
        `<rect x="${px(from).toFixed(1)}" y="${top}" width="${(px(to) - px(from)).toFixed(1)}" height="${PANEL.height}" fill="#fff3c4" opacity=".6"/>`,
    ),
    ...shaded.map((one) =>
      one.label ? text(px(one.from) + 3, top + 11, 10, one.label, `fill="${MUTED}"`) : '',
    ),
    rule(bottom, AXIS),
    rule(top + PANEL.height / 2, FAINT),
    rule(top, FAINT),
    ...[0, 0.5, 1].map((share) =>
      text(
        left - 6,
        bottom - share * PANEL.height + 3,
        10,
        format(highest * share),
        'fill="#7b8794" text-anchor="end"',
      ),
    ),
    ...x.ticks.map((tick) =>
      text(px(tick), bottom + 14, 10, (x.format ?? String)(tick), 'fill="#7b8794" text-anchor="middle"'),
    ),
    text(left + PANEL.width, bottom + 28, 11, x.label, `fill="${MUTED}" text-anchor="end"`),
    ...legend(lines, left, top - 7),
    ...lines.flatMap((line) => drawLine(line, px, py)),
  ].join('\n')
}

/** Names one after the other; a letter is about six pixels wide. */
function legend(lines: readonly Line[], left: number, y: number): string[] {
  let at = left
  return lines.map(({ name, colour }) => {
    const word = text(at, y, 11, name, `fill="${colour}" font-weight="600"`)
    at += name.length * 6.2 + 12
    return word
  })
}

function drawLine(
  { colour, points, dashed, as = 'line' }: Line,
  px: (x: number) => number,
  py: (y: number) => number,
) {
  const known = points.filter((point): point is readonly [number, number] => point[1] !== null)
  const dots = known.map(
    ([at, value]) =>
      `<circle cx="${px(at).toFixed(1)}" cy="${py(value).toFixed(1)}" r="2.2" fill="${colour}"/>`,
  )
  if (as === 'dots') return dots
  let pen = 'M'
  const path = points.map(([at, value]) => {
    if (value === null) {
      pen = 'M'
      return ''
    }
    const step = `${pen}${px(at).toFixed(1)} ${py(value).toFixed(1)}`
    pen = 'L'
    return step
  })
  const dash = dashed ? ' stroke-dasharray="4 3"' : ''
  return [
    `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round"${dash}/>`,
    ...(as === 'both' ? dots : []),
  ]
}

/** The next round number. */
export function nice(value: number): number {
  const scale = 10 ** Math.floor(Math.log10(value))
  return (
    ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * scale >= value * 0.9999) ?? 10) * scale
  )
}
