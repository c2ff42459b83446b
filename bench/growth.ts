/**
 * What a batch costs by how many photos are in it: time, processor time and memory, from 10 to 1,000 photos in one zip
 * through `POST /batches` of `npm start` with the shipped model, started anew for each. Linux only (/proc). Writes
 * docs/growth.svg and its part of docs/performance.md.
 *
 *     npx tsx bench/growth.ts [--counts 10,30,100,300,1000] [--photos DIR] [--note "beside other work"] [--out runs.json] [--dry]
 *
 * With --out what was measured is kept in a file, and counts that are in it are not measured again.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { COLOURS, drawPanels } from './campaign/draw-chart.ts'
import { circumstances, megabytes, table, writeChart, writeFigures } from './campaign/figures.ts'
import { createPhotos } from './campaign/photos.ts'
import { startSystem } from './campaign/running-system.ts'
import { type BatchRun, runBatch } from './growth/run-batch.ts'

const SIDE = 640

const { values } = parseArgs({
  options: {
    counts: { type: 'string', default: '10,30,100,300,1000' },
    photos: { type: 'string' },
    note: { type: 'string' },
    out: { type: 'string' },
    dry: { type: 'boolean', default: false },
  },
})
const counts = values.counts.split(',').map(Number)

const runs: BatchRun[] = values.out ? await known(values.out) : []
for (const count of counts) {
  if (runs.some(({ photos }) => photos === count)) continue
  const system = await startSystem()
  const run = await runBatch(
    system,
    await createPhotos({ seed: count, folder: values.photos, side: SIDE }),
    count,
  )
  await system.stop()
  runs.push(run)
  runs.sort((a, b) => a.photos - b.photos)
  if (values.out) await writeFile(values.out, JSON.stringify(runs))
  console.log(
    `${count} photos: ${run.seconds.toFixed(1)} s, ${(run.cpuMs / count).toFixed(0)} ms of processor time each`,
  )
}

const first = runs[0] as BatchRun
const largest = runs.at(-1) as BatchRun
const exponent = growthOf(runs.map(({ photos, cpuMs }) => [photos, cpuMs]))
const grown = (name: 'server' | 'model') => {
  // The first tenth of the photos warms the process up.
  const settled = largest.course.filter(({ ended }) => ended >= largest.photos / 10)
  const [begin, end] = [settled[0]?.[name] ?? 0, settled.at(-1)?.[name] ?? 0]
  return `${megabytes(begin)} MB after a tenth, ${megabytes(end)} MB at the end`
}
const page = [
  '![Time, processor time and memory by number of photos](growth.svg)',
  '',
  table(
    [
      'photos',
      'a photo',
      'processor time a photo',
      'results zip a photo',
      'peak of the server',
      'peak of the model',
      'ended',
    ],
    runs.map(({ photos, seconds, cpuMs, resultSeconds, peak, done, failed }) => [
      photos,
      `${(seconds / photos).toFixed(2)} s`,
      `${(cpuMs / photos).toFixed(0)} ms`,
      `${((1000 * resultSeconds) / photos).toFixed(0)} ms`,
      `${megabytes(peak.server)} MB`,
      `${megabytes(peak.model)} MB`,
      `${done} done, ${failed} failed`,
    ]),
  ),
  '',
  `Processor time grows as the number of photos to the power of ${exponent.toFixed(2)} (1 is linear). In the batch of ${largest.photos} the server has ${grown('server')}, the model ${grown('model')}. Photos are ${SIDE} pixels long (zips of ${megabytes(first.zipBytes)} to ${megabytes(largest.zipBytes)} MB); one that is drawn without a recognisable car fails as such. Time is that of a batch alone, with what \`npm start\` has under way at once. ${circumstances(values.note)}`,
].join('\n')
const ticks = runs.map(({ photos }) => photos)
const by = (of: (run: BatchRun) => number) => runs.map((run) => [run.photos, of(run)] as const)
const x = { label: 'photos in the batch', ticks, logarithmic: true }
const chart = drawPanels(
  [
    {
      title: 'Milliseconds a photo',
      lines: [
        {
          name: 'processor time',
          colour: COLOURS[0],
          as: 'both',
          points: by(({ cpuMs, photos }) => cpuMs / photos),
        },
        {
          name: 'time',
          colour: COLOURS[1],
          as: 'both',
          points: by(({ seconds, photos }) => (1000 * seconds) / photos),
        },
      ],
      y: {},
      x,
    },
    {
      title: 'Most memory, MB',
      lines: (['server', 'model'] as const).map((name, i) => ({
        name,
        colour: COLOURS[i] as string,
        as: 'both' as const,
        points: by(({ peak }) => peak[name] / 1e6),
      })),
      y: {},
      x,
    },
    {
      title: `Memory during the batch of ${largest.photos}, MB`,
      lines: (['server', 'model'] as const).map((name, i) => ({
        name,
        colour: COLOURS[i] as string,
        points: largest.course.map((one) => [one.ended, one[name] / 1e6] as const),
      })),
      y: {},
      x: {
        label: 'photos ended',
        ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * largest.photos)),
      },
    },
    {
      title: 'Zip of results, milliseconds a photo',
      lines: [
        {
          name: '',
          colour: COLOURS[3],
          as: 'both',
          points: by(({ resultSeconds, photos }) => (1000 * resultSeconds) / photos),
        },
      ],
      y: {},
      x,
    },
  ],
  'Time, processor time and memory of batches from 10 to 1,000 photos',
)
console.log(page)
if (!values.dry) {
  await writeChart('growth', chart)
  await writeFigures('growth', page)
}

async function known(file: string): Promise<BatchRun[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return []
  }
}

/** The power of x that y grows with: the slope of least squares between their logarithms. */
function growthOf(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const)
  const mean = (of: 0 | 1) => logs.reduce((sum, point) => sum + point[of], 0) / logs.length
  const [mx, my] = [mean(0), mean(1)]
  const along = logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
  return logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / along
}
