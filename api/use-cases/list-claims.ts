import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { Claims } from '../domain/claims.ts'
import { headWords, isToReview, plateKey, searchWords } from '../domain/list-keys.ts'
import { type ClaimHead, type ClaimStatus } from '../domain/records.ts'
import { invalid } from '../errors.ts'
import type { Principal } from '../principal.ts'
import { listPartition, wordPartition } from '../store/keys.ts'
import type { Table } from '../store/table.ts'

export interface ClaimFilter {
  status?: ClaimStatus | null
  /** Instants between which the claim was opened; from inclusive, to exclusive. */
  openedFrom?: string | null
  openedTo?: string | null
  plate?: string | null
  damageType?: string | null
  part?: string | null
  /** Only open claims with photos at which a person should still look. */
  needsReview?: boolean | null
  /** Words of which every one must begin a word of the claim. */
  search?: string | null
}

export interface Page<T> {
  edges: { cursor: string; node: T }[]
  hasNextPage: boolean
  hasPreviousPage: boolean
}

export interface PageRequest {
  first?: number | null
  after?: string | null
  last?: number | null
  before?: string | null
}

export type ListClaims = (
  principal: Principal,
  filter: ClaimFilter,
  page: PageRequest,
) => Promise<Page<ClaimHead>>

export const MAX_PAGE = 100
const DEFAULT_PAGE = 20
/** Claims looked at for one page; a filter that fits fewer gives a short page, and the next goes on from there. */
const MAX_LOOKED_AT = 2000
/** Claims that one search may find. */
const MAX_FOUND = 1000

/** Newest claims first, by the list that is likely shortest; what that list does not say is asked of the claims. */
export function createListClaims({ table, claims }: { table: Table; claims: Claims }): ListClaims {
  return async ({ tenant }, filter, request) => {
    const { size, cursor, backward } = readPage(request)
    const fits = matcher(filter)
    const read = filter.search ? searched : listed
    const edges: { cursor: string; node: ClaimHead }[] = []
    let position = cursor
    let lookedAt = 0
    let more = true
    while (more && edges.length <= size && lookedAt < MAX_LOOKED_AT) {
      const batch = Math.min(100, Math.max(2 * (size + 1 - edges.length), 20))
      const keys = await read(tenant, filter, position, batch, backward)
      more = keys.length === batch
      lookedAt += keys.length
      position = keys.at(-1) ?? position
      const heads = await claims.heads(
        tenant,
        keys.map((key) => key.slice(key.indexOf('#') + 1)),
      )
      for (const [i, head] of heads.entries()) {
        if (head && fits(head)) edges.push({ cursor: encodeCursor(keys[i] as string), node: head })
      }
    }
    const beyond = edges.length > size || more
    const page = edges.slice(0, size)
    return backward
      ? { edges: page.reverse(), hasNextPage: cursor !== undefined, hasPreviousPage: beyond }
      : { edges: page, hasNextPage: beyond, hasPreviousPage: cursor !== undefined }
  }

  /** Positions in one list, newest first, beyond `after`; oldest first when going backward. */
  async function listed(
    tenant: string,
    filter: ClaimFilter,
    after: string | undefined,
    limit: number,
    backward: boolean,
  ) {
    const items = await table.query(listPartition(tenant, listOf(filter)), {
      ...dates(filter),
      ...(after !== undefined && { after }),
      reverse: !backward,
      limit,
    })
    return items.map(({ sk }) => sk)
  }

  async function searched(
    tenant: string,
    filter: ClaimFilter,
    after: string | undefined,
    limit: number,
    backward: boolean,
  ) {
    const [longest] = searchWords(filter.search ?? '').sort((a, b) => b.length - a.length)
    if (!longest) throw invalid('filter.search', 'a word of at least two letters or digits', filter.search)
    const items = await table.query(wordPartition(tenant, longest), { prefix: longest, limit: MAX_FOUND })
    const { from = '', to = '\u{10ffff}' } = dates(filter)
    const keys = [...new Set(items.map(({ sk }) => sk.slice(sk.indexOf('#') + 1)))]
      .filter((key) => key >= from && key <= to)
      .sort()
    if (!backward) keys.reverse()
    const start = after === undefined ? 0 : keys.findIndex((key) => (backward ? key > after : key < after))
    return start < 0 ? [] : keys.slice(start, start + limit)
  }
}

function listOf({ plate, damageType, part, status, needsReview }: ClaimFilter): string {
  if (plate) return `PLATE#${plateKey(plate)}`
  if (needsReview) return 'REVIEW'
  if (damageType) return `TYPE#${damageType}`
  if (part) return `PART#${part}`
  return status ? `STATUS#${status}` : 'ALL'
}

function matcher(filter: ClaimFilter): (head: ClaimHead) => boolean {
  const { status, plate, damageType, part, needsReview, search } = filter
  const words = search ? searchWords(search) : []
  return (head) =>
    (!status || head.status === status) &&
    (!plate || plateKey(head.vehicle.plate ?? '') === plateKey(plate)) &&
    (!damageType || head.damageTypes.includes(damageType)) &&
    (!part || head.parts.includes(part)) &&
    (!needsReview || isToReview(head)) &&
    words.every((word) => headWords(head).some((own) => own.startsWith(word)))
}

function dates({ openedFrom, openedTo }: ClaimFilter): { from?: string; to?: string } {
  return { ...(openedFrom && { from: openedFrom }), ...(openedTo && { to: openedTo }) }
}

function readPage({ first, after, last, before }: PageRequest) {
  if (first != null && last != null) throw invalid('last', 'first or last', `first ${first} and last ${last}`)
  const backward = last != null
  const name = backward ? 'last' : 'first'
  const size = first ?? last ?? DEFAULT_PAGE
  if (size < 1 || size > MAX_PAGE) throw invalid(name, `a whole number from 1 to ${MAX_PAGE}`, size)
  if (backward && after != null) throw invalid('after', 'before with last', after)
  if (!backward && before != null) throw invalid('before', 'after with first', before)
  const given = backward ? before : after
  return {
    size,
    backward,
    cursor: given == null ? undefined : decodeCursor(given, backward ? 'before' : 'after'),
  }
}
