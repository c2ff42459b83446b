import type { Context } from 'hono'

/** What the servers in front of Hono say of a connection. */
interface Bindings {
  /** @hono/node-server */
  incoming?: { socket?: { remoteAddress?: string | undefined } }
  /** hono/aws-lambda, function URL */
  requestContext?: { http?: { sourceIp?: string } }
}

/**
 * Tells clients apart by their network address.
 *
 * @param trustedProxies proxies in front that each add one entry to `X-Forwarded-For`. Only their entries
 *   count, from the right: anybody can send the header with entries of their own.
 */
export function createClientAddress(trustedProxies: number): (c: Context) => string {
  return (c) => {
    const { incoming, requestContext } = (c.env ?? {}) as Bindings
    const direct = incoming?.socket?.remoteAddress ?? requestContext?.http?.sourceIp ?? 'unknown'
    if (trustedProxies === 0) return network(direct)
    const forwarded = (c.req.header('X-Forwarded-For') ?? '').split(',').map((entry) => entry.trim())
    return network(forwarded.at(-trustedProxies) || direct)
  }
}

/** One client holds a whole IPv6 /64, so that is what is counted. */
function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '').slice(0, 64)
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const groups = head.split(':')
  const all = tail === undefined ? groups : [...groups, ...Array(8).fill('0')]
  return `${all.slice(0, 4).join(':')}::/64`
}
