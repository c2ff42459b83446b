import { listPartition, wordPartition } from '../store/keys.ts'
import type { ItemKey } from '../store/table.ts'
import type { ClaimHead } from './records.ts'

/** Longest word that is looked at; what follows is left out on both sides. */
const MAX_WORD = 24

/** Plates are written with and without blanks and hyphens. */
export const plateKey = (plate: string): string => plate.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')

/** The words of a text as they are searched: lower case, letters and digits, at least two of them. */
export function searchWords(text: string): string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  return [...new Set(words.filter((word) => word.length >= 2).map((word) => word.slice(0, MAX_WORD)))]
}

/** Position of a claim in every list: by creation, then by id. */
export const listKey = ({ createdAt, id }: Pick<ClaimHead, 'createdAt' | 'id'>): string =>
  `${createdAt}#${id}`

/** Whether a person should look at it now. */
export const isToReview = ({ status, toReview = 0 }: ClaimHead): boolean => status === 'OPEN' && toReview > 0

/** In which lists a claim stands, as items that say no more than that. */
export function listKeys(head: ClaimHead): ItemKey[] {
  const { tenant, vehicle, status, damageTypes, parts } = head
  const lists = [
    'ALL',
    `STATUS#${status}`,
    ...(vehicle.plate ? [`PLATE#${plateKey(vehicle.plate)}`] : []),
    ...(isToReview(head) ? ['REVIEW'] : []),
    ...damageTypes.map((type) => `TYPE#${type}`),
    ...parts.map((part) => `PART#${part}`),
  ]
  const sk = listKey(head)
  return [
    ...lists.map((list) => ({ pk: listPartition(tenant, list), sk })),
    ...headWords(head).map((word) => ({ pk: wordPartition(tenant, word), sk: `${word}#${sk}` })),
  ]
}

/** DynamoDB takes 100 operations a write; a claim's own words are few, and notes are not searched. */
const MAX_WORDS = 30

export function headWords({ reference, policyNumber, vehicle }: ClaimHead): string[] {
  const { plate, vin, make, model } = vehicle
  const whole = plate ? [plateKey(plate).toLowerCase()] : []
  const texts = [reference, policyNumber, plate, vin, make, model].filter((text) => text !== null)
  return [...new Set([...whole, ...searchWords(texts.join(' '))])].slice(0, MAX_WORDS)
}

export interface ListChange {
  enter: ItemKey[]
  leave: ItemKey[]
}

/** @param before null for a claim that is new */
export function changeLists(before: ClaimHead | null, after: ClaimHead): ListChange {
  const name = ({ pk, sk }: ItemKey) => JSON.stringify([pk, sk])
  const old = before ? listKeys(before) : []
  const now = listKeys(after)
  const [oldNames, nowNames] = [new Set(old.map(name)), new Set(now.map(name))]
  return {
    enter: now.filter((key) => !oldNames.has(name(key))),
    leave: old.filter((key) => !nowNames.has(name(key))),
  }
}
