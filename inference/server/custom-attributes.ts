import * as z from 'zod'
import { detailSchema } from '../contract.ts'
import type { AssessOptions } from '../runtime/assessor.ts'
import { AttributeInvalid } from './errors.ts'

/** The header by which SageMaker hands a client's `CustomAttributes` to the container. */
export const CUSTOM_ATTRIBUTES = 'X-Amzn-SageMaker-Custom-Attributes'

const names = ['prepared', 'detail', 'min-confidence'] as const

/**
 * Reads `name=value` pairs, separated by semicolons or commas:
 *
 * - `prepared=<preprocessing id>`: the picture is upright, at working size and enhanced already
 * - `detail=standard|high`: high also looks at overlapping tiles
 * - `min-confidence=0.4`: replaces the confidence that each class of damage needs
 *
 * @throws AttributeInvalid for anything else
 */
export function readCustomAttributes(
  header = '',
): Pick<AssessOptions, 'prepared' | 'detail' | 'minConfidence'> {
  const options: ReturnType<typeof readCustomAttributes> = {}
  for (const pair of header.split(/[;,]/).map((part) => part.trim())) {
    if (pair === '') continue
    const [name = '', value = ''] = pair.split(/=(.*)/s).map((part) => part.trim())
    if (name === 'prepared') options.prepared = value
    else if (name === 'detail') options.detail = checked(name, value, detailSchema, 'standard or high')
    else if (name === 'min-confidence') {
      options.minConfidence = checked(name, value, confidence, 'a number from 0 to 1')
    } else throw new AttributeInvalid('a custom attribute', names.join(', '), name)
  }
  return options
}

/** An empty string would be coerced to 0. */
const confidence = z.string().min(1).transform(Number).pipe(z.number().min(0).max(1))

function checked<T>(name: string, value: string, schema: z.ZodType<T>, expected: string): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new AttributeInvalid(name, expected, value || 'nothing')
  return parsed.data
}
