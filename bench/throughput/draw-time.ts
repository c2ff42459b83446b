import { svg, text } from '../campaign/draw-chart.ts'
import { type Group, groups, kindOf, type Stage } from './attribute.ts'

const LEFT = 24
const WIDTH = 812
const ROW = 22

const colours: Record<Group, string> = {
  'client and connection': '#cbd2d9',
  'HTTP and GraphQL': '#9fb3c8',
  'decode and shrink': '#f0b429',
  CLAHE: '#de911d',
  'judge and hash': '#cb6e17',
  'encode JPEGs, clean original': '#f7d070',
  'hand to thread and back': '#fce588',
  'pictures to disk': '#57ae5b',
  table: '#2f8132',
  'HTTP to the model': '#b990ff',
  'decode for the model': '#8719e0',
  networks: '#2680c2',
  'read outputs': '#84c5f4',
  'outlines, areas, decisions': '#0e7c86',
  unattributed: '#e12d39',
}

export interface TimeChart {
  /** Milliseconds a photo by group, on average. */
  spent: ReadonlyMap<Group, number>
  /** The photo whose time is the median, and its stages. */
  request: Stage
  stages: readonly Stage[]
  /** Milliseconds of processor time a photo, by process and thread. */
  cpu: readonly { name: string; ms: number }[]
}

/** Where a photo's time goes: on average as one bar, and of one photo as it went, stage under stage. */
export function drawTime({ spent, request, stages, cpu }: TimeChart): string {
  const whole = [...spent.values()].reduce((sum, ms) => sum + ms, 0)
  let x = LEFT
  const bar = groups.flatMap((group) => {
    const ms = spent.get(group) ?? 0
    const width = (ms / whole) * WIDTH
    const part = rect(x, 58, width, 34, colours[group])
    x += width
    return ms > 0 ? [part] : []
  })
  const listed = groups.filter((group) => (spent.get(group) ?? 0) >= 0.05)
  const legend = listed.map((group, i) => {
    const [left, top] = [LEFT + (i % 3) * 275, 116 + Math.floor(i / 3) * 18]
    const ms = spent.get(group) ?? 0
    const words = `${group}: ${ms.toFixed(1)} ms (${((100 * ms) / whole).toFixed(1)} %)`
    return rect(left, top - 9, 10, 10, colours[group]) + text(left + 15, top, 11, words)
  })
  const flameTop = 116 + Math.ceil(listed.length / 3) * 18 + 40
  const { rows, drawn } = flame(request, stages, flameTop)
  const cpuTop = flameTop + rows * ROW + 62
  const most = Math.max(...cpu.map(({ ms }) => ms))
  const threads = cpu.flatMap(({ name, ms }, i) => {
    const top = cpuTop + i * 19
    const width = (ms / most) * 430
    return [
      text(LEFT + 240, top + 11, 11, name, 'text-anchor="end"'),
      rect(LEFT + 248, top, width, 14, '#627d98'),
      text(LEFT + 254 + width, top + 11, 11, `${ms.toFixed(0)} ms`),
    ]
  })
  const height = cpuTop + cpu.length * 19 + 16
  return svg(WIDTH + 2 * LEFT, height, 'Where the time of a photo goes', [
    text(LEFT, 28, 15, `A photo takes ${whole.toFixed(0)} ms on average`, 'font-weight="600"'),
    text(LEFT, 46, 11, 'Every instant counts for the deepest stage under way.', 'fill="#52606d"'),
    ...bar,
    ...legend,
    text(
      LEFT,
      flameTop - 12,
      13,
      `One photo as it went, the median one (${request.ms.toFixed(0)} ms)`,
      'font-weight="600"',
    ),
    ...drawn,
    text(LEFT, cpuTop - 14, 13, 'Processor time a photo, by process and kind of thread', 'font-weight="600"'),
    ...threads,
  ])
}

/** Stages by when they began, each in the first row below the one it belongs to where there is room. */
function flame(request: Stage, stages: readonly Stage[], top: number) {
  const scale = WIDTH / request.ms
  const ends: number[] = []
  const drawn: string[] = []
  const all = [{ ...request, stage: 'request' }, ...stages].sort(
    (a, b) => depthOf(a) - depthOf(b) || a.began - b.began,
  )
  // Each depth gets rows of its own, more than one where its stages overlap.
  let first = 0
  let depth = -1
  for (const stage of all) {
    if (depthOf(stage) !== depth) {
      depth = depthOf(stage)
      first = ends.length
    }
    let row = first
    while ((ends[row] ?? Number.NEGATIVE_INFINITY) > stage.began + 0.01) row++
    ends[row] = stage.began + stage.ms
    const from = LEFT + Math.max(0, stage.began - request.began) * scale
    const width = Math.min(stage.ms * scale, LEFT + WIDTH - from)
    const colour = colours[kindOf(stage.stage)?.group ?? 'client and connection']
    drawn.push(rect(from, top + row * ROW, Math.max(0.6, width), ROW - 3, colour))
    const words = `${stage.stage} ${stage.ms.toFixed(stage.ms < 10 ? 1 : 0)}`
    if (width > words.length * 5.6) drawn.push(text(from + 4, top + row * ROW + 13, 10, words))
  }
  return { rows: ends.length, drawn }
}

const depthOf = ({ stage }: Stage) => kindOf(stage)?.depth ?? 0

const rect = (x: number, y: number, width: number, height: number, colour: string) =>
  `<rect x="${x.toFixed(2)}" y="${y}" width="${Math.max(0, width).toFixed(2)}" height="${height}" fill="${colour}"/>`
