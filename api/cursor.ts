import { invalid } from './errors.ts'

/** Cursors name a place between two of a list kept by time, so that they stay good whatever is added or removed. */
export const encodeCursor = (key: string): string => Buffer.from(key).toString('base64url')

/** @throws ValidationFailed where it is not of such a list; `field` says which argument it was */
export function decodeCursor(cursor: string, field: string): string {
  const key = Buffer.from(cursor, 'base64url').toString()
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z#[0-9a-z]+$/.test(key))
    throw invalid(field, 'a cursor from this list', cursor)
  return key
}
