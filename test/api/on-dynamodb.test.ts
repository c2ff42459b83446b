/** What the API does, once more with everything kept in DynamoDB, spoken to by the real SDK. */
import { afterAll } from 'vitest'
import { createDynamoTable } from '../../api/store/dynamo-table.ts'
import { startDynamo } from './start-dynamo.ts'
import { useStore } from './test-store.ts'

const dynamo = await startDynamo()
let count = 0
useStore(async () => {
  const name = `store-${++count}`
  await dynamo.createTable(name)
  return createDynamoTable(dynamo.client, name)
})
afterAll(() => dynamo.stop())

await import('./contract-operations.test.ts')
await import('./assess-damage.test.ts')
await import('./claims.test.ts')
await import('./reviews.test.ts')
await import('./withdrawals.test.ts')
await import('./findings.test.ts')
await import('./tenants.test.ts')
