import { createHmac, timingSafeEqual } from 'node:crypto'

/** Receivers refuse what is older: a recorded delivery cannot be played back later. */
export const TOLERANCE_SECONDS = 300

const hmac = (secret: string, time: number, body: string) =>
  createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')

/**
 * Signs a delivery: `t=<unix time>,v1=<HMAC-SHA256 of "time.body" in hex>`. While secrets change there are two of
 * them, and two signatures; one that a receiver knows is enough.
 *
 * @param time seconds since 1970
 */
export const sign = (secrets: readonly string[], time: number, body: string): string =>
  [`t=${time}`, ...secrets.map((secret) => `v1=${hmac(secret, time, body)}`)].join(',')

/**
 * What a receiver does with the header `Dentgraph-Signature` before it believes a word of the body.
 *
 * @param body exactly as it was received, before any parsing
 * @param now seconds since 1970
 */
export function verify(secret: string, header: string, body: string, now: number): boolean {
  const fields = header.split(',').map((field) => field.split('='))
  const time = Number(fields.find(([name]) => name === 't')?.[1] ?? Number.NaN)
  if (!(Math.abs(now - time) <= TOLERANCE_SECONDS)) return false
  const expected = Buffer.from(hmac(secret, time, body))
  return fields.some(([name, value = '']) => {
    const received = Buffer.from(value)
    return name === 'v1' && received.length === expected.length && timingSafeEqual(received, expected)
  })
}
