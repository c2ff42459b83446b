/**
 * Makes the first API key of a tenant, where there is no OpenID provider to sign in with:
 *
 *     npx tsx api/create-key.ts <tenant> <submitter|adjuster|admin> <name>
 *
 * The store is the one that the settings name; on one machine, stop `npm start` first. Further keys are made
 * with the mutation `createApiKey`.
 */
import { createApiKeys } from './auth/api-keys.ts'
import { openTable } from './open-api.ts'
import { roles } from './principal.ts'
import { readApiSettings } from './settings.ts'

const [tenant = '', wanted, name = ''] = process.argv.slice(2)
const role = roles.find((one) => one === wanted)
if (!/^[\w.-]{1,64}$/.test(tenant) || !role || name === '') {
  console.error(
    `Expected <tenant> <${roles.join('|')}> <name> but received ${process.argv.slice(2).join(' ') || 'nothing'}`,
  )
  process.exit(2)
}
const table = await openTable(readApiSettings(process.env))
const { key } = await createApiKeys({ table, clock: Date.now }).create(
  { tenant, subject: 'create-key' },
  name,
  role,
)
await table.close()
console.log(key)
