import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDynamoTable } from '../../api/store/dynamo-table.ts'
import { startDynamo } from '../../test/api/start-dynamo.ts'
import { s3Credentials, startS3 } from '../../test/edge/start-s3.ts'
import { createClient } from './client.ts'
import { type Answer, createFaultyProxy } from './faulty-proxy.ts'
import { createServerProcess } from './server-process.ts'
import { impatient, leftOpen, type System, type SystemDeps, settings, startAll, stopAll } from './system.ts'

/** Two servers over one table and one bucket, as they stand behind a load balancer: DynamoDB and S3 are emulated. */
export async function openTwoServers({ bundle, logs, modelUrl }: SystemDeps): Promise<System> {
  const dynamo = await startDynamo()
  await dynamo.createTable('claims')
  const directory = await mkdtemp(join(tmpdir(), 'dentgraph-faults-'))
  const s3 = await startS3('photos')
  const table = await createFaultyProxy(dynamo.url, rememberTransactions())
  const bucket = await createFaultyProxy(s3.url)
  const model = await createFaultyProxy(modelUrl)

  const servers = await Promise.all(
    [1, 2].map((number) =>
      createServerProcess({
        bundle,
        log: join(logs, `two-servers-${number}.log`),
        env: {
          ...settings,
          ...impatient,
          TABLE_NAME: 'claims',
          DYNAMODB_ENDPOINT: table.url,
          EDGE_BUCKET: 'photos',
          EDGE_S3_ENDPOINT: bucket.url,
          EDGE_LINK_KEY: 'k'.repeat(64),
          MODEL_ENDPOINT_URL: model.url,
          AWS_REGION: 'eu-central-1',
          AWS_ACCESS_KEY_ID: s3Credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: s3Credentials.secretAccessKey,
          DATA_DIR: join(directory, `server-${number}`),
        },
      }),
    ),
  )
  await startAll(servers)
  return {
    servers,
    client: createClient(servers.map(({ url }) => url)),
    model,
    table,
    bucket,
    known: new Set(),
    reviewable: [],
    async close() {
      const broken = await stopAll(servers)
      broken.push(...(await leftOpen(createDynamoTable(dynamo.client, 'claims'))))
      await Promise.all([table.close(), bucket.close(), model.close()])
      await Promise.all([s3.stop(), dynamo.stop()])
      await rm(directory, { recursive: true, force: true })
      return broken
    },
  }
}

/**
 * A transaction that comes again under its token was carried out before, which is what DynamoDB answers and the
 * emulator does not know of.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
function rememberTransactions() {
  const done = new Map<string, Answer>()
  return {
    known: (body: Buffer): Answer | null => done.get(tokenOf(body) ?? '') ?? null,
    answered(body: Buffer, answer: Answer) {
      const token = tokenOf(body)
      if (token && answer.status === 200) done.set(token, answer)
    },
  }
}

const tokenOf = (body: Buffer): string | undefined =>
  /"ClientRequestToken":"([^"]+)"/.exec(body.toString('latin1'))?.[1]
