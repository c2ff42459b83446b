import type { Assessed, AssessOptions } from '../runtime/assessor.ts'
import { annotate } from './annotate/annotate.ts'
import type { LineWriter } from './console.ts'
import type { PhotoSource } from './inputs/photo-source.ts'
import type { Output } from './output/output.ts'
import { assessmentLine, failureLine, failureOf, isExpected } from './photo-line.ts'
import type { Progress } from './progress.ts'
import { printable, report } from './report.ts'

export interface AssessPhotosOptions {
  photos: readonly PhotoSource[]
  /** Asked for every photo; opens the models on the first call only. */
  assessor: () => Promise<{ assess(bytes: Uint8Array, options?: AssessOptions): Promise<Assessed> }>
  options: AssessOptions & { signal: AbortSignal }
  /** JSON lines rather than text. */
  json: boolean
  /** Text only: whether to head each report with the photo's name. */
  named: boolean
  output: Output | null
  out: LineWriter
  err: LineWriter
  progress: Progress
}

export interface Counts {
  assessed: number
  failed: number
}

/**
 * Assesses photos in order and delivers each answer: its files first, then its line. A photo that
 * fails takes nothing else down. While the model works on one photo, the next is read and the one
 * before is drawn and written; no more than these three are in memory.
 */
export async function assessPhotos({
  photos,
  assessor,
  options,
  ...deps
}: AssessPhotosOptions): Promise<Counts> {
  const counts: Counts = { assessed: 0, failed: 0 }
  let upcoming = startReading(photos[0])
  let delivery = Promise.resolve()
  for (const [i, source] of photos.entries()) {
    const reading = upcoming
    let result: () => Assessed
    try {
      options.signal.throwIfAborted()
      const bytes = await reading
      upcoming = startReading(photos[i + 1])
      const assessed = await (await assessor()).assess(bytes as Uint8Array, options)
      result = () => assessed
    } catch (error) {
      if (options.signal.aborted) break
      if (upcoming === reading) upcoming = startReading(photos[i + 1])
      result = () => {
        throw error
      }
    }
    await delivery
    delivery = deliver(source, result, counts, deps)
  }
  await delivery
  return counts
}

function startReading(source: PhotoSource | undefined): Promise<Uint8Array> | undefined {
  const reading = source?.read()
  // Its failure is met when its turn comes, not before.
  reading?.catch(() => {})
  return reading
}

type Delivery = Omit<AssessPhotosOptions, 'photos' | 'assessor' | 'options'>

/** Never rejects: it runs beside the next photo. */
async function deliver(
  source: PhotoSource,
  result: () => Assessed,
  counts: Counts,
  deps: Delivery,
): Promise<void> {
  const { json, named, output, out, err, progress } = deps
  const { photo } = source
  try {
    const { assessment, picture } = result()
    const line = assessmentLine(photo, assessment)
    if (output)
      await output.write(source, { annotated: await annotate(picture, assessment), json: `${line}\n` })
    counts.assessed++
    progress.clear()
    await out.line(
      json ? line : `${named ? `${printable(photo)}\n` : ''}${report(assessment)}${named ? '\n' : ''}`,
    )
  } catch (error) {
    const failure = failureOf(error)
    counts.failed++
    progress.clear()
    if (json) await out.line(failureLine(photo, failure))
    await err.line(`${printable(photo)}: ${printable(failure.message)} (${failure.code})`)
    if (!isExpected(error) && error instanceof Error) await err.line(error.stack ?? '')
  }
  progress.show(counts.assessed + counts.failed)
}
