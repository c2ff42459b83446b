import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** A receiver's name leads to an address that is not on the public network. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED'
  constructor(host: string, address: string) {
    super(`Expected a public address for ${host} but received ${address}`)
  }
}

const refused = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  refused.addSubnet(net, bits, 'ipv4')
}
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  refused.addSubnet(net, bits, 'ipv6')
}

/** Whether an address, as text, is one that anybody on the internet may have. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  const family = isIP(plain)
  return family !== 0 && !refused.check(plain, family === 4 ? 'ipv4' : 'ipv6')
}

/**
 * Resolves names for a connection, and refuses those that lead inside: it looks at the very address that is then
 * connected to, so that a name cannot change its mind in between.
 */
export const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '')
    const inside = addresses.find(({ address }) => !isPublicAddress(address))
    if (inside) return done(new AddressRefused(host, inside.address), '')
    if (options.all) return done(null, addresses)
    const [first] = addresses
    return first ? done(null, first.address, first.family) : done(new AddressRefused(host, 'none'), '')
  })
}
