import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** 20 characters of 5 random bits each: not to be guessed, and safe in addresses, keys and file names. */
export function createId(): string {
  let id = ''
  for (const byte of randomBytes(20)) id += ALPHABET[byte & 31]
  return id
}
