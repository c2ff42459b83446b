import { COLOURS, drawPanels, type Line, type Panel } from '../campaign/draw-chart.ts'
import { circumstances, megabytes, table } from '../campaign/figures.ts'
import type { Sample } from './sampler.ts'
import type { Tally } from './traffic.ts'
import { floorOf, type Trend, trendOf } from './trend.ts'

export interface Soak {
  samples: readonly Sample[]
  tally: Tally
  /** Assessments at the end, and those of them without an end. */
  left: { open: number; total: number }
  perMinute: number
  /** What else the machine did. */
  note?: string | undefined
}

/** Caches fill and V8 sizes its heap in the first third; the verdict is about the rest. */
const WARM_UP = 1 / 3
/** Flat: it grows by less than this share of its level in an hour. */
const FLAT_SHARE = 0.05
/** Flat: so many handles more in an hour, at most. */
const FLAT_HANDLES = 2
/** Samples whose lowest heap counts: two minutes. */
const HEAP_STRETCH = 12

type Series = (readonly [number, number])[]

/** The verdict, as text, as a part of a page, and drawn. */
export function reportSoak({ samples, tally, left, perMinute, note }: Soak) {
  const last = samples.at(-1)?.at ?? 0
  const from = last * WARM_UP
  // A process that was started anew would be another one: its figures are told apart by its number.
  const names = ['server', 'model'].filter((name) => samples[0]?.processes.some((one) => one.name === name))
  const series = (name: string, of: (one: Sample['processes'][number]) => number | undefined): Series =>
    samples.flatMap(({ at, processes }) => {
      const value = processes.filter((one) => one.name === name).map(of)[0]
      return value === undefined ? [] : [[at, value] as const]
    })
  const settled = (one: Series) => one.filter(([at]) => at >= from)
  const judged = names.map((name) => {
    const rss = series(name, (one) => one.rss)
    const heap = floorOf(
      series(name, (one) => one.heapUsed),
      HEAP_STRETCH,
    )
    const handles = series(name, (one) => one.handles)
    const pids = new Set(
      samples.flatMap(({ processes }) => processes.filter((one) => one.name === name).map(({ pid }) => pid)),
    )
    return {
      name,
      restarts: pids.size - 1,
      peak: Math.max(...series(name, (one) => one.peak).map(([, value]) => value)),
      series: { rss, heap, handles },
      trends: {
        rss: trendOf(settled(rss)),
        heap: trendOf(settled(heap)),
        handles: trendOf(settled(handles)),
      },
    }
  })
  const flat = (trend: Trend) => trend.perHour < FLAT_SHARE * trend.level
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`
  const memory = (trend: Trend) =>
    `${megabytes(trend.level)} MB, ${signed(trend.perHour / 1e6)} MB an hour${flat(trend) ? '' : ' (grows)'}`
  const handles = (trend: Trend) =>
    `${trend.level}, ${signed(trend.perHour)} an hour${trend.perHour < FLAT_HANDLES ? '' : ' (grows)'}`
  const disk = samples.map(({ at, disk }) => [at, disk.bytes] as const)
  const allFlat = judged.every(
    ({ trends }) => flat(trends.rss) && flat(trends.heap) && trends.handles.perHour < FLAT_HANDLES,
  )
  const verdict = allFlat ? 'Memory and handles are flat' : 'Not everything is flat'
  const acts = Object.entries(tally.done).sort((a, b) => b[1] - a[1])
  const count = acts.reduce((sum, [, times]) => sum + times, 0)
  const rows = judged.map(({ name, peak, restarts, trends }) => [
    name,
    memory(trends.rss),
    `${megabytes(peak)} MB`,
    memory(trends.heap),
    handles(trends.handles),
    restarts,
  ])
  const minutes = Math.round(last / 60)
  const page = [
    `![Memory, heap, handles and disk over the soak](soak.svg)`,
    '',
    `**${verdict}** over the last ${Math.round(minutes * (1 - WARM_UP))} of ${minutes} minutes, by the slope of Theil and Sen (flat: under ${FLAT_SHARE * 100} % of the level an hour, under ${FLAT_HANDLES} handles an hour). The heap is its lowest value in each two minutes.`,
    '',
    table(['process', 'memory', 'peak', 'heap', 'handles', 'restarts'], rows),
    '',
    `${count} actions at random, ${perMinute} a minute (${acts.map(([name, times]) => `${name} ${times}`).join(', ')}); ${tally.busy} were told to come again, ${tally.unexpected.length} ended otherwise than they should. Of the ${left.total} assessments left at the end ${left.open} had not ended. The oldest claim is erased beyond sixty and the oldest batch beyond five, so that the disk has a level to stay at: ${megabytes(trendOf(disk.filter(([at]) => at >= from)).level)} MB, ${signed(trendOf(disk.filter(([at]) => at >= from)).perHour / 1e6)} MB an hour. ${circumstances(note)}`,
  ].join('\n')
  const ticks = Array.from({ length: 7 }, (_, i) => (i * minutes) / 6)
  const shaded = [{ from: 0, to: from / 60, label: 'warm-up' }]
  const inMinutes = (one: Series, scale: number): Line['points'] =>
    one.map(([at, value]) => [at / 60, value / scale] as const)
  const panel = (title: string, key: 'rss' | 'heap' | 'handles', scale: number): Panel => ({
    title,
    lines: judged.map(({ name, series }, i) => ({
      name,
      colour: COLOURS[i] as string,
      points: inMinutes(series[key], scale),
    })),
    y: {},
    x: { label: 'minutes', ticks, format: (tick) => String(Math.round(tick)) },
    shaded,
  })
  const chart = drawPanels(
    [
      panel('Memory of each process, MB', 'rss', 1e6),
      panel('Heap after collection, MB', 'heap', 1e6),
      panel('Open files and sockets', 'handles', 1),
      {
        ...panel('Disk, MB', 'rss', 1e6),
        lines: [{ name: 'everything kept', colour: COLOURS[3], points: inMinutes(disk, 1e6) }],
      },
    ],
    'Memory, heap, handles and disk over an hour of mixed traffic',
  )
  const text = [page, ...tally.unexpected.slice(0, 20)].join('\n')
  return { page, chart, text }
}
