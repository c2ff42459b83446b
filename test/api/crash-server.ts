/** For crash.test.ts: the API on a store in a folder, with a model that takes its time; dies when it is told to. */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { pino } from 'pino'
import { createApi } from '../../api/api.ts'
import { openWork } from '../../api/assess/work-list.ts'
import { createDynamoTable } from '../../api/store/dynamo-table.ts'
import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import { createFolderBlobs } from '../../edge/blobs/folder-blobs.ts'
import { createLinks } from '../../edge/links.ts'
import { answer } from './fake-model.ts'
import { createUnpreparedPhotos } from './unprepared-photos.ts'

const [, , dir = '', endpoint] = process.argv
const table = endpoint
  ? createDynamoTable(
      new DynamoDBClient({
        endpoint,
        region: 'local',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      }),
      'crash',
    )
  : createSqliteTable(join(dir, 'crash.db'))
const photos = createUnpreparedPhotos(createFolderBlobs(dir))
const api = createApi({
  table,
  photos,
  links: createLinks({ key: new Uint8Array(32) }),
  manifest: null,
  logger: pino({ level: 'silent' }),
  model: { assess: () => new Promise((resolve) => setTimeout(resolve, Math.random() * 20, answer)) },
  settings: { concurrency: 4, waitSeconds: 0, leaseSeconds: endpoint ? 2 : 180 },
})
// A file is one process's alone. A table is not: what others have begun is taken over when their lease is out.
await api.runner.recover({ alone: endpoint === undefined })
if (endpoint) void recoverAgain()

async function recoverAgain() {
  for (;;) {
    await api.runner.recover()
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** Accepts one assessment per request, under the key that is its body; GET tells how many are open. */
const server = createServer(async (request, response) => {
  if (request.method === 'GET') return response.end(String((await openWork(api.table)).length))
  let key = ''
  for await (const chunk of request) key += chunk
  const assessment = await api.assessDamage(
    { tenant: 'acme', subject: 'ada', role: 'admin' },
    { photo: Buffer.from(key), claimId: null, idempotencyKey: key, detail: 'standard', waitSeconds: 0 },
  )
  response.end(assessment.id)
}).listen(0, '127.0.0.1', () => console.log(`ready ${(server.address() as { port: number }).port}`))
