/** For crash.test.ts: batches on a store in a folder, with a model that takes its time; dies when it is told to. */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pino } from 'pino'
import { createApi } from '../../../api/api.ts'
import { openWork } from '../../../api/assess/work-list.ts'
import { createSqliteTable } from '../../../api/store/sqlite-table.ts'
import { createZips } from '../../../edge/batches/zips.ts'
import { createFolderBlobs } from '../../../edge/blobs/folder-blobs.ts'
import { createLinks } from '../../../edge/links.ts'
import { answer } from '../fake-model.ts'
import { createUnpreparedPhotos } from '../unprepared-photos.ts'

const [, , dir = ''] = process.argv
const blobs = createFolderBlobs(dir)
const photos = createUnpreparedPhotos(blobs)
const { batching, table, runner } = createApi({
  table: createSqliteTable(join(dir, 'crash.db')),
  photos,
  links: createLinks({ key: new Uint8Array(32) }),
  manifest: null,
  logger: pino({ level: 'silent' }),
  model: { assess: () => new Promise((resolve) => setTimeout(resolve, Math.random() * 20, answer)) },
  batching: { zips: createZips({ blobs }), drawn: async () => null, alone: true, concurrency: 4 },
  settings: { concurrency: 4, waitSeconds: 0 },
})
if (!batching) throw new Error('Expected batches but received none')
await runner.recover({ alone: true })
await batching.engine.resume()

const principal = { tenant: 'acme', subject: 'ada', role: 'admin' as const }

/** POST of a zip makes a batch, under a key that is the path; GET tells how far it is. */
const server = createServer(async (request, response) => {
  const name = (request.url ?? '').slice(1)
  if (request.method === 'GET') {
    const head = await batching.batches.find(principal, name)
    const open = (await openWork(table)).length
    return response.end(
      JSON.stringify({ ...(head && (await batching.batches.progress(head))), ...head, open }),
    )
  }
  const options = {
    name: null,
    detail: 'standard' as const,
    grouping: 'PHOTO' as const,
    idempotencyKey: name,
  }
  const head = await batching.batches.fromZip(principal, request, { declaredBytes: null }, options)
  response.end(head.id)
}).listen(0, '127.0.0.1', () => console.log(`ready ${(server.address() as { port: number }).port}`))
