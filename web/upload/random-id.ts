/**
 * 128 bits at random. `crypto.randomUUID` is not there on a plain HTTP page, such as that of a phone in the
 * same network.
 */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
