import type { VariablesOf } from '../graphql/graphql.ts'
import type { ClaimList } from './operations.ts'

/** The filters as they stand in the address, so that a list can be bookmarked and sent around. */
export const filterKeys = ['search', 'status', 'type', 'part', 'from', 'to'] as const
export type FilterKey = (typeof filterKeys)[number]
/** How the address names a place in the list. */
export const cursorKeys = ['after', 'before'] as const

const PAGE = 20

/** The API's variables for an address; a word of one letter finds too much to be asked for. */
export function listVariables(params: URLSearchParams): VariablesOf<typeof ClaimList> {
  const text = (key: string) => params.get(key)?.trim() || null
  const search = text('search')
  const status = text('status')
  const before = text('before')
  return {
    filter: {
      search: search && /[\p{L}\p{N}]{2}/u.test(search) ? search : null,
      status: status === 'OPEN' || status === 'CLOSED' ? status : null,
      damageType: text('type'),
      part: text('part'),
      openedFrom: startOf(text('from'), 0),
      // The whole of the last day.
      openedTo: startOf(text('to'), 1),
    },
    ...(before ? { last: PAGE, before } : { first: PAGE, after: text('after') }),
  }
}

/**
 * When a day, such as `2026-11-21`, or one some days later begins here; null for what is no day, and beyond
 * the years that the API knows, where nothing was opened anyway.
 */
function startOf(day: string | null, later: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '') ?? []
  if (!year) return null
  const start = new Date(2000, 0)
  // The constructor would take the years 0 to 99 for those of the twentieth century.
  start.setFullYear(Number(year), Number(month) - 1, Number(date) + later)
  const instant = start.toISOString()
  return /^\d{4}-/.test(instant) ? instant : null
}
