import { quantile } from '../../cdk/capacity/random.ts'
import { COLOURS, drawPanels } from '../campaign/draw-chart.ts'
import { circumstances, megabytes, table } from '../campaign/figures.ts'
import type { Arrival, Phase } from './arrivals.ts'
import type { Standing } from './count.ts'

export interface MemorySample {
  /** Seconds since the first phase began. */
  at: number
  server: number
  model: number
}

export interface Load {
  capacity: number
  phases: readonly Phase[]
  /** When each phase began, in seconds since the first did. */
  begins: readonly number[]
  memory: readonly MemorySample[]
  /** Assessments that were accepted, by their answers, phases and what came before them together. */
  accepted: readonly string[]
  standing: Standing
  minutes: number
  note?: string | undefined
}

const endedOf = (phase: Phase) => phase.arrivals.flatMap(({ ended }) => (ended === null ? [] : [ended]))
const of = (phase: Phase, outcome: Arrival['outcome']) =>
  phase.arrivals.filter((one) => one.outcome === outcome)

/** What the load did, as a part of a page, and drawn. */
export function reportLoad({ capacity, phases, begins, memory, accepted, standing, minutes, note }: Load) {
  const s = (seconds: number) => (seconds < 10 ? `${seconds.toFixed(2)} s` : `${seconds.toFixed(1)} s`)
  const rows = phases.map((phase) => {
    const ended = endedOf(phase)
    const busy = of(phase, 'busy')
    const asks = busy.map(({ retryAfterSeconds = 0 }) => retryAfterSeconds)
    return [
      `${phase.factor} × (${phase.rate.toFixed(2)} a second)`,
      phase.arrivals.length,
      ended.length,
      of(phase, 'waited').length,
      busy.length,
      of(phase, 'failed').length,
      ...[0.5, 0.95, 0.99].map((share) => (ended.length ? s(quantile(ended, share)) : '–')),
      busy.length
        ? `${(
            1000 *
              quantile(
                busy.map(({ answered }) => answered),
                0.95,
              )
          ).toFixed(0)} ms`
        : '–',
      busy.length ? `${Math.min(...asks)} to ${Math.max(...asks)} s` : '–',
      s(phase.recovered),
    ]
  })
  const lost = accepted.filter((id) => !standing.ids.has(id)).length
  const peak = (name: 'server' | 'model') => megabytes(Math.max(...memory.map((one) => one[name])))
  const settled = (name: 'server' | 'model') => {
    const last = begins.at(-1) ?? 0
    const before = memory.filter(({ at }) => at < (begins[1] ?? last)).at(-1)?.[name] ?? 0
    return `${megabytes(before)} MB after the first stretch, ${megabytes(memory.at(-1)?.[name] ?? 0)} MB at the end, at most ${peak(name)}`
  }
  const failures = phases.flatMap((phase) => of(phase, 'failed'))
  const page = [
    '![Delay, refusals and memory under load](load.svg)',
    '',
    `Capacity, measured just before with four clients that each ask for the next photo when they have an answer: ${capacity.toFixed(2)} photos a second. Then ${minutes} minutes each of arrivals at random (Poisson), which wait for nobody:`,
    '',
    table(
      [
        'load',
        'arrived',
        'accepted',
        'of them still waiting after 20 s',
        'told to come again',
        'failed',
        'half ended within',
        '19 of 20',
        '99 of 100',
        'refusal within (19 of 20)',
        'come again after',
        'recovered',
      ],
      rows,
    ),
    '',
    `**${standing.assessments === accepted.length && lost === 0 && standing.open === 0 && standing.notOnce.length === 0 ? 'Nothing lost, nothing doubled' : 'Not everything ended once'}**: ${accepted.length} assessments were accepted; the API counts ${standing.assessments}, of which ${standing.open} have not ended, ${lost} are missing and ${standing.notOnce.length} have not exactly one end in the audit trail.${failures[0] ? ` Of what failed the first says: ${failures[0].reason}.` : ''}`,
    '',
    `Recovered is the time from the last arrival until all that was accepted had ended. Memory of the server: ${settled('server')}; of the model: ${settled('model')}. ${circumstances(note)}`,
  ].join('\n')

  const factors = phases.map(({ factor }) => factor)
  const x = { label: 'times capacity', ticks: factors }
  const perSecond = (outcome: (phase: Phase) => number) =>
    phases.map((phase) => [phase.factor, outcome(phase) / (minutes * 60)] as const)
  const last = memory.at(-1)?.at ?? 1
  const shaded = begins.map((from, i) => ({
    from: from / 60,
    to: (begins[i] as number) / 60 + minutes,
    label: `${factors[i]} ×`,
  }))
  const course = {
    label: 'minutes',
    ticks: shaded.map(({ from }) => from),
    format: (at: number) => at.toFixed(1),
  }
  const chart = drawPanels(
    [
      {
        title: 'Seconds until an accepted photo has ended',
        lines: ([0.5, 0.95, 0.99] as const).map((share, i) => ({
          name: ['half', '19 of 20', '99 of 100'][i] as string,
          colour: COLOURS[i] as string,
          as: 'both' as const,
          points: phases.map((phase) => {
            const ended = endedOf(phase)
            return [phase.factor, ended.length ? quantile(ended, share) : null] as const
          }),
        })),
        y: {},
        x,
      },
      {
        title: 'Photos a second',
        lines: [
          {
            name: 'asked for',
            colour: COLOURS[5],
            as: 'both',
            dashed: true,
            points: perSecond(({ arrivals }) => arrivals.length),
          },
          {
            name: 'accepted',
            colour: COLOURS[3],
            as: 'both',
            points: perSecond((phase) => endedOf(phase).length),
          },
          {
            name: 'told to come again',
            colour: COLOURS[4],
            as: 'both',
            points: perSecond((phase) => of(phase, 'busy').length),
          },
        ],
        y: { format: (value) => value.toFixed(1) },
        x,
      },
      {
        title: 'Seconds until the end or refusal of each',
        lines: [
          {
            name: 'ended',
            colour: COLOURS[0],
            as: 'dots',
            points: phases.flatMap((phase, i) =>
              phase.arrivals.map(({ due, ended }) => [((begins[i] as number) + due) / 60, ended] as const),
            ),
          },
          {
            name: 'told to come again',
            colour: COLOURS[4],
            as: 'dots',
            points: phases.flatMap((phase, i) =>
              of(phase, 'busy').map(
                ({ due, answered }) => [((begins[i] as number) + due) / 60, answered] as const,
              ),
            ),
          },
        ],
        y: {},
        x: course,
        shaded,
      },
      {
        title: 'Memory, MB',
        lines: (['server', 'model'] as const).map((name, i) => ({
          name,
          colour: COLOURS[i] as string,
          points: memory.map((one) => [Math.min(one.at, last) / 60, one[name] / 1e6] as const),
        })),
        y: {},
        x: course,
        shaded,
      },
    ],
    'Delay, refusals and memory at 0.5 to 3 times capacity',
  )
  return { page, chart }
}
