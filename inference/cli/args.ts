import { parseArgs } from 'node:util'
import * as z from 'zod'
import { type Detail, detailSchema } from '../contract.ts'

/** The command was called in a way that it does not offer: exit status 2. */
export class UsageError extends Error {
  readonly code = 'USAGE'
}

export interface AssessArgs {
  command: 'assess'
  /** As given; a photo, a folder or a zip each. */
  paths: string[]
  json: boolean
  out: string | null
  detail: Detail
  /** null keeps the thresholds of the model's manifest. */
  minConfidence: number | null
}

export type Args = AssessArgs | { command: 'help' } | { command: 'version' }

const shape = {
  json: { type: 'boolean' },
  out: { type: 'string' },
  detail: { type: 'string' },
  'min-confidence': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const

const said = <T>(what: string, input: T) => `Expected ${what} but received ${JSON.stringify(input)}`

const optionsSchema = z.object({
  json: z.boolean().default(false),
  out: z
    .string()
    .min(1, { error: ({ input }) => said('a folder or a file ending in .zip for --out', input) })
    .nullable()
    .default(null),
  detail: z
    .enum(detailSchema.options, {
      error: ({ input }) => said(`${detailSchema.options.join(' or ')} for --detail`, input),
    })
    .default('standard'),
  'min-confidence': z
    .string()
    .refine((text) => /^\s*(0|1|0?\.\d+|[01]\.\d*)\s*$/.test(text) && Number(text) <= 1, {
      error: ({ input }) => said('a number from 0 to 1 for --min-confidence', input),
    })
    .transform(Number)
    .nullable()
    .default(null),
})

/** @param argv what follows the name of the command. @throws UsageError */
export function readArgs(argv: readonly string[]): Args {
  const { values, positionals: paths } = parse(argv)
  if (values.help) return { command: 'help' }
  if (values.version) return { command: 'version' }
  const options = optionsSchema.safeParse(values)
  if (!options.success) throw new UsageError(options.error.issues[0]?.message)
  if (paths.length === 0) throw new UsageError('Expected a photo, a folder or a zip but received no path')
  if (paths.includes('')) throw new UsageError('Expected a path for every photo but received an empty one')
  const { json, out, detail, 'min-confidence': minConfidence } = options.data
  return { command: 'assess', paths, json, out, detail, minConfidence }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: shape, allowPositionals: true })
  } catch (error) {
    // Node explains at length how to pass such a value after all; the first sentence says what is wrong.
    const message = error instanceof Error ? error.message : String(error)
    throw new UsageError(message.split(/\.? (?:To specify|Did you|Use )|\.?\n/)[0])
  }
}
