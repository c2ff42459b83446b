import { resolve } from 'node:path'
import type { Writable } from 'node:stream'
import type { Assessed, AssessOptions } from '../runtime/assessor.ts'
import { type AssessArgs, readArgs, UsageError } from './args.ts'
import { assessPhotos } from './assess-photos.ts'
import { createLineWriter, type LineWriter } from './console.ts'
import { help, usage } from './help.ts'
import { defaultInputLimits, type InputLimits } from './inputs/limits.ts'
import { listPhotos } from './inputs/list-photos.ts'
import type { Listing, SkipReason } from './inputs/photo-source.ts'
import { createOutput, isZipName } from './output/output.ts'
import { failureOf } from './photo-line.ts'
import { createProgress, duration } from './progress.ts'
import { printable } from './report.ts'

/** What the command needs of `inference/runtime/assessor.ts`. */
export interface CliAssessor {
  readonly deviceNote?: string | null
  assess(bytes: Uint8Array, options?: AssessOptions): Promise<Assessed>
  close(): Promise<void>
}

export interface CliDeps {
  /** What follows the name of the command. */
  argv: readonly string[]
  /** What relative paths start from, absolute. */
  cwd: string
  stdout: Writable
  stderr: Writable & { isTTY?: boolean; columns?: number }
  version: string
  /** Called once, when the first photo was read. */
  createAssessor(): Promise<CliAssessor>
  /** Ends the run after what is finished is written. */
  signal?: AbortSignal
  limits?: Partial<InputLimits>
  /** Milliseconds, monotonic. @default performance.now */
  now?: () => number
}

export const exitStatus = { ok: 0, failed: 1, usage: 2 } as const

/**
 * The command line of the project, without the process around it.
 *
 * @returns the exit status: 0 if every photo was assessed, 1 if some failed, 2 for wrong usage
 */
export async function runCli(deps: CliDeps): Promise<number> {
  const out = createLineWriter(deps.stdout)
  const err = createLineWriter(deps.stderr)
  try {
    const args = readArgs(deps.argv)
    if (args.command === 'version') await out.line(deps.version)
    else if (args.command === 'help') await out.line(help.trimEnd())
    else return await assess(args, deps, { out, err })
    return exitStatus.ok
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    await err.line(`${error.message}. Usage: ${usage}; more with --help`)
    return exitStatus.usage
  }
}

async function assess(args: AssessArgs, deps: CliDeps, { out, err }: { out: LineWriter; err: LineWriter }) {
  const { cwd, stderr, now = () => performance.now() } = deps
  const start = now()
  const exclude = args.out !== null && !isZipName(args.out) ? resolve(cwd, args.out) : null
  const limits = { ...defaultInputLimits, ...deps.limits }
  const { photos, skipped } = await listPhotos(args.paths, { cwd, limits, exclude })
  const output = args.out === null ? null : await createOutput(args.out, args.paths, cwd)
  const note = skippedNote(skipped)
  if (note) await err.line(note)

  let opening: Promise<CliAssessor> | undefined
  const assessor = async () => {
    opening ??= deps.createAssessor()
    return opening
  }
  const progress = createProgress({ stream: stderr, total: photos.length, now })
  const signal = AbortSignal.any([out.gone, ...(deps.signal ? [deps.signal] : [])])
  const counts = await assessPhotos({
    photos,
    assessor,
    options: { detail: args.detail, minConfidence: args.minConfidence ?? undefined, signal },
    json: args.json,
    named: photos.length > 1 || photos[0]?.photo !== args.paths[0],
    output,
    out,
    err,
    progress,
  })
  progress.clear()
  await opening?.then((it) => it.close()).catch(() => {})
  const failed = counts.failed > 0
  try {
    await output?.close()
  } catch (error) {
    await err.line(printable(failureOf(error).message))
    return exitStatus.failed
  }
  if (photos.length > 1) {
    const time = duration((now() - start) / 1000)
    await err.line(`Assessed ${counts.assessed} of ${photos.length} photos in ${time}`)
  }
  return failed ? exitStatus.failed : exitStatus.ok
}

const skipWords: Readonly<Record<SkipReason, string>> = {
  hidden: 'hidden',
  annotated: 'annotated earlier (.annotated.jpg)',
  zip: 'a zip inside a folder (name it on the command line)',
  other: 'not a photo',
}

function skippedNote(skipped: Listing['skipped']): string | null {
  const reasons = (Object.keys(skipped) as SkipReason[]).filter((reason) => skipped[reason] > 0)
  const [only, ...others] = reasons
  if (!only) return null
  const total = reasons.reduce((sum, reason) => sum + skipped[reason], 0)
  const details =
    others.length === 0
      ? skipWords[only]
      : reasons.map((reason) => `${skipped[reason]} ${skipWords[reason]}`).join(', ')
  return `Skipped ${total} ${total === 1 ? 'file' : 'files'}: ${details}`
}
