import type { Burst, Minute } from './simulate-burst.ts'

const WIDTH = 860
const PANEL = { left: 64, width: 350, gap: 56, height: 96, top: 104, between: 34 }
const INK = '#1f2933'
const FAINT = '#e4e7eb'

interface Series {
  title: string
  colour: string
  of(minute: Minute): number | null
  unit: (value: number) => string
  step?: boolean
}

const seconds = (value: number) => (value >= 120 ? `${Math.round(value / 60)} min` : `${Math.round(value)} s`)
const series: readonly Series[] = [
  { title: 'photos a minute', colour: '#627d98', of: ({ arrived }) => arrived, unit: String },
  { title: 'instances', colour: '#2680c2', of: ({ instances }) => instances, unit: String, step: true },
  { title: 'photos waiting', colour: '#cb6e17', of: ({ waiting }) => waiting, unit: String },
  { title: 'half take at most', colour: '#8719e0', of: ({ medianSeconds }) => medianSeconds, unit: seconds },
]

/** Both bursts side by side, minute by minute: what came, what ran, what waited and how long. */
export function drawBursts(
  bursts: readonly { title: string; notes: readonly string[]; burst: Burst }[],
): string {
  const height = PANEL.top + series.length * (PANEL.height + PANEL.between) + 26
  const body = bursts.flatMap(({ title, notes, burst }, column) => {
    const x = PANEL.left + column * (PANEL.width + PANEL.gap)
    return [
      `<text x="${x}" y="34" font-size="17" font-weight="600">${title}</text>`,
      ...notes.map(
        (note, i) => `<text x="${x}" y="${54 + i * 17}" font-size="12" fill="#52606d">${note}</text>`,
      ),
      ...series.map((one, row) => {
        const shared = Math.max(
          ...bursts.flatMap(({ burst: { minutes } }) => minutes.map((minute) => one.of(minute) ?? 0)),
        )
        return panel(
          one,
          burst.minutes,
          x,
          PANEL.top + row * (PANEL.height + PANEL.between),
          column === 0,
          nice(shared),
        )
      }),
      `<text x="${x + PANEL.width}" y="${height - 10}" text-anchor="end" font-size="11" fill="#52606d">minutes</text>`,
    ]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" fill="${INK}" role="img" aria-label="Photos, instances, photos waiting and delay during a burst">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...body,
    '</svg>',
    '',
  ].join('\n')
}

function panel(
  { title, colour, of, unit, step }: Series,
  minutes: readonly Minute[],
  x: number,
  y: number,
  first: boolean,
  top: number,
): string {
  const last = minutes.at(-1)?.minute ?? 1
  const at = (minute: number, value: number) =>
    [x + (minute / last) * PANEL.width, y + PANEL.height - (value / top) * PANEL.height] as const
  const points: string[] = []
  let before: readonly [number, number] | null = null
  for (const minute of minutes) {
    const value = of(minute)
    if (value === null) {
      before = null
      continue
    }
    const [px, py] = at(minute.minute, value)
    if (step && before) points.push(`L${px.toFixed(1)} ${before[1].toFixed(1)}`)
    points.push(`${before ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`)
    before = [px, py]
  }
  const ticks = [0, 15, 30, 45, 60, 75, 90].filter((tick) => tick <= last)
  const [burstFrom] = at(15, 0)
  const [burstTo] = at(30, 0)
  return [
    `<rect x="${burstFrom.toFixed(1)}" y="${y}" width="${(burstTo - burstFrom).toFixed(1)}" height="${PANEL.height}" fill="#fff3c4" opacity=".6"/>`,
    `<line x1="${x}" x2="${x + PANEL.width}" y1="${y + PANEL.height}" y2="${y + PANEL.height}" stroke="#9aa5b1"/>`,
    `<line x1="${x}" x2="${x + PANEL.width}" y1="${y}" y2="${y}" stroke="${FAINT}"/>`,
    ...ticks.map(
      (tick) =>
        `<text x="${at(tick, 0)[0].toFixed(1)}" y="${y + PANEL.height + 14}" font-size="10" fill="#7b8794" text-anchor="middle">${tick}</text>`,
    ),
    `<text x="${x + 4}" y="${y - 6}" font-size="12" fill="${colour}" font-weight="600">${title}</text>`,
    ...(first
      ? [
          `<text x="${x - 6}" y="${y + 4}" font-size="10" fill="#7b8794" text-anchor="end">${unit(top)}</text>`,
          `<text x="${x - 6}" y="${y + PANEL.height + 3}" font-size="10" fill="#7b8794" text-anchor="end">0</text>`,
        ]
      : []),
    `<path d="${points.join('')}" fill="none" stroke="${colour}" stroke-width="1.8" stroke-linejoin="round"/>`,
  ].join('\n')
}

/** The next round number. */
function nice(value: number): number {
  const scale = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return ([1, 2, 3, 4, 5, 6, 8, 10].find((step) => step * scale >= value) ?? 10) * scale
}
