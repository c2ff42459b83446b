import { sign, TOLERANCE_SECONDS, verify } from '../../api/webhooks/signature.ts'
import type { Random } from '../faults/random.ts'

const NOW = 1_795_000_000
const PIECES = [
  't=',
  'v1=',
  ',',
  '=',
  '',
  ' ',
  'v0=',
  '-',
  '0',
  'e',
  'NaN',
  'Infinity',
  '\u0000',
  'é',
  '🚗',
  '__proto__=',
]

/**
 * Whether a receiver would believe what it should not, or the reverse, for one delivery whose header or body was
 * changed on its way.
 *
 * @returns what is wrong; null for nothing
 */
export function wrongWithVerify(random: Random): string | null {
  const secret = 'secret-of-the-receiver'
  const body = JSON.stringify({ type: 'assessment.finished', data: { id: `c${random.between(0, 1e9)}` } })
  const time = NOW + random.between(-2 * TOLERANCE_SECONDS, 2 * TOLERANCE_SECONDS)
  const secrets = random.pick([[secret], ['new', secret], ['other']])
  const header = sign(secrets, time, body)
  const [sentHeader, sentBody] = [
    random.chance(0.8) ? change(header, random) : header,
    random.chance(0.3) ? change(body, random) : body,
  ]
  let believed: boolean
  try {
    believed = verify(secret, sentHeader, sentBody, NOW)
  } catch (error) {
    return `threw ${error} for ${JSON.stringify(sentHeader)}`
  }
  const timely = Math.abs(NOW - time) <= TOLERANCE_SECONDS
  const known = secrets.includes(secret)
  if (sentHeader === header && sentBody === body)
    return believed === (timely && known) ? null : `did not believe ${header} at ${NOW}`
  if (!believed) return null
  // However a header is written, what counts of it is the true time and a true signature of just this body.
  const signed = sentHeader.includes(header.slice(header.lastIndexOf('v1=') + 3)) || secrets.length > 1
  return timely && known && signed && sentBody === body
    ? null
    : `believed ${JSON.stringify([sentHeader, sentBody])}`
}

function change(text: string, random: Random): string {
  let changed = text
  for (let times = random.between(1, 3); times > 0; times--) {
    const at = random.between(0, changed.length)
    const until = at + random.between(0, 6)
    changed = changed.slice(0, at) + random.pick(PIECES) + changed.slice(random.chance(0.5) ? at : until)
  }
  return random.chance(0.05) ? changed.repeat(300) : changed
}
