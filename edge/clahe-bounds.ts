import * as z from 'zod'
import { RequestInvalid } from './http/errors.ts'
import type { Clahe, ClaheRequest } from './photo-record.ts'

/** What a request may ask for. More tiles than pixels of the smallest photo would be meaningless. */
const bounds = { clipLimit: [1, 10], tilesX: [1, 16], tilesY: [1, 16] } as const

const within = ([least, most]: readonly [number, number]) => z.coerce.number().min(least).max(most)
const schemas = {
  clipLimit: within(bounds.clipLimit),
  tilesX: within(bounds.tilesX).int(),
  tilesY: within(bounds.tilesY).int(),
}

/**
 * Reads `clipLimit`, `tilesX` and `tilesY` of a request; what is absent stays absent.
 *
 * @param values strings or numbers by name; other names are not looked at
 * @throws RequestInvalid
 */
export function readClahe(values: ClaheRequest | Record<string, unknown>): Partial<Clahe> {
  const clahe: Partial<Clahe> = {}
  for (const name of ['clipLimit', 'tilesX', 'tilesY'] as const) {
    const value: unknown = values[name]
    if (value === undefined) continue
    const parsed = schemas[name].safeParse(value === '' ? Number.NaN : value)
    if (!parsed.success) {
      const [least, most] = bounds[name]
      const kind = name === 'clipLimit' ? 'a number' : 'an integer'
      throw new RequestInvalid(
        name,
        `${kind} from ${least} to ${most}`,
        String(value).slice(0, 40) || 'nothing',
      )
    }
    clahe[name] = parsed.data
  }
  return clahe
}
