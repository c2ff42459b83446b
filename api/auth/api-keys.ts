import { createHash, randomBytes } from 'node:crypto'
import { invalid, NotFound } from '../errors.ts'
import type { Principal, Role } from '../principal.ts'
import { apiKeyKey } from '../store/keys.ts'
import type { Table } from '../store/table.ts'

/** A machine's key as it is kept: never the key itself, which is shown once. */
export interface ApiKey {
  /** Beginning of the hash, to name it by. */
  id: string
  hash: string
  name: string
  tenant: string
  role: Role
  createdAt: string
  createdBy: string
}

export interface ApiKeys {
  /**
   * @param name 1 to 64 characters on one line: the trail and the log call the machine by it
   * @returns the key, which nobody can read again
   * @throws ValidationFailed
   */
  create(
    author: { tenant: string; subject: string },
    name: string,
    role: Role,
  ): Promise<{ key: string; apiKey: ApiKey }>
  list(tenant: string): Promise<ApiKey[]>
  /** @throws NotFound */
  revoke(tenant: string, id: string): Promise<ApiKey>
  /** Whose key it is; null for one that was never given out, or has been revoked. */
  check(key: string): Promise<Principal | null>
}

const PREFIX = 'dg_'
const NAME = /^[^\p{Cc}]{1,64}$/u

/**
 * Keys are 256 random bits, so that a plain SHA-256 protects them: nothing shorter can be tried out, and
 * what a slow hash adds is for passwords that people choose.
 */
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')

export function createApiKeys({ table, clock }: { table: Table; clock: () => number }): ApiKeys {
  const listPartition = (tenant: string) => `T#${tenant}#APIKEYS`
  return {
    async create({ tenant, subject }, given, role) {
      const name = given.trim()
      if (!NAME.test(name)) throw invalid('name', '1 to 64 characters on one line', given)
      const key = `${PREFIX}${randomBytes(32).toString('base64url')}`
      const hash = hashOf(key)
      const createdAt = new Date(clock()).toISOString()
      const apiKey: ApiKey = {
        id: hash.slice(0, 12),
        hash,
        name,
        tenant,
        role,
        createdAt,
        createdBy: subject,
      }
      await table.write([
        { put: { ...apiKeyKey(hash), data: apiKey }, ifVersion: 0 },
        { put: { pk: listPartition(tenant), sk: apiKey.id, data: apiKey }, ifVersion: 0 },
      ])
      return { key, apiKey }
    },
    async list(tenant) {
      const items = await table.query(listPartition(tenant))
      return items.map(({ data }) => data as ApiKey)
    },
    async revoke(tenant, id) {
      const item = await table.get({ pk: listPartition(tenant), sk: id })
      if (!item) throw new NotFound('ApiKey', id)
      const apiKey = item.data as ApiKey
      await table.write([
        { remove: apiKeyKey(apiKey.hash) },
        { remove: { pk: listPartition(tenant), sk: id } },
      ])
      return apiKey
    },
    async check(key) {
      if (!key.startsWith(PREFIX)) return null
      const item = await table.get(apiKeyKey(hashOf(key)))
      if (!item) return null
      const { tenant, role, name, id } = item.data as ApiKey
      return { tenant, role, subject: `key ${name} (${id})` }
    },
  }
}
