/** The tests of batches again, on DynamoDB's own protocol. */
import { afterAll } from 'vitest'
import { createDynamoTable } from '../../../api/store/dynamo-table.ts'
import { startDynamo } from '../start-dynamo.ts'
import { useStore } from '../test-store.ts'

const dynamo = await startDynamo()
let count = 0
useStore(async () => {
  const name = `batches-${++count}`
  await dynamo.createTable(name)
  return createDynamoTable(dynamo.client, name)
})
afterAll(() => dynamo.stop())

await import('./post-batches.test.ts')
await import('./assess-batch.test.ts')
await import('./zip-uploads.test.ts')
await import('./lifecycle.test.ts')
await import('./results.test.ts')
await import('./erase-batch.test.ts')
