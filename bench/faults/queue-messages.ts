import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import { pino } from 'pino'
import { createApi } from '../../api/api.ts'
import { createRunner } from '../../api/assess/runner.ts'
import { openWork, type WorkItem } from '../../api/assess/work-list.ts'
import { createClaims } from '../../api/domain/claims.ts'
import { createSageMakerModel } from '../../api/model/sagemaker-model.ts'
import { createDynamoTable } from '../../api/store/dynamo-table.ts'
import { createRealTimeWork } from '../../api/worker/real-time-work.ts'
import { workThrough } from '../../api/worker/sqs-event.ts'
import { readWorkItem } from '../../api/worker/work-item.ts'
import { createFolderBlobs } from '../../edge/blobs/folder-blobs.ts'
import { createLinks } from '../../edge/links.ts'
import { createPhotos } from '../../edge/photos.ts'
import { preparePhoto } from '../../edge/prepare-photo.ts'
import { loadManifest } from '../../inference/runtime/manifest.ts'
import { startDynamo } from '../../test/api/start-dynamo.ts'
import { tinyModelDir } from '../../test/inference/tiny-model.ts'
import { answers, createFaultyProxy } from './faulty-proxy.ts'
import type { Kind } from './kinds.ts'
import { drawDamage } from './photos.ts'
import { createRandom } from './random.ts'
import type { Outcome } from './run-trial.ts'
import { leftOpen } from './system.ts'

/** Runs without servers: the queue's worker is called as Lambda calls it. */
export const queueKind: Kind = {
  name: 'queue messages doubled, reordered and lost (Lambda worker)',
  environment: 'queue',
  of200: 10,
  disturb: async () => 0,
}

const principal = { tenant: 'acme', subject: 'ada', role: 'admin' as const }

interface Message {
  body: string
  received: number
}

/**
 * Assessments are handed over to a queue that delivers at least once, in any order and to several workers at once;
 * some messages never arrive, which the sweep is for. Some of the model's answers fail meanwhile.
 */
export async function runQueueTrial(number: number, seed: number, modelUrl: string): Promise<Outcome> {
  const random = createRandom(seed * 10_007 + number)
  const began = performance.now()
  const dir = await mkdtemp(join(tmpdir(), 'dentgraph-queue-'))
  const dynamo = await startDynamo()
  await dynamo.createTable('claims')
  const proxy = await createFaultyProxy(modelUrl)
  const table = createDynamoTable(dynamo.client, 'claims')
  const logger = pino({ level: 'silent' })
  const manifest = await loadManifest(tinyModelDir)
  const { id, workingSide, clahe } = manifest.preprocessing
  const photos = createPhotos({
    blobs: createFolderBlobs(dir),
    prepare: (bytes, preparation) => preparePhoto(bytes, preparation),
    preprocessing: { id, workingSide, clahe: clahe ?? { clipLimit: 3, tilesX: 6, tilesY: 6 } },
  })
  const client = new SageMakerRuntimeClient({
    maxAttempts: 1,
    endpoint: proxy.url,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const model = createSageMakerModel({ client, endpointName: 'dentgraph', timeoutSeconds: 5 })

  const queue: Message[] = []
  let struck = 0
  const send = async (...items: WorkItem[]) => {
    for (const item of items) {
      const copies = random.pick([0, 1, 1, 2, 3])
      if (copies !== 1) struck++
      for (let i = 0; i < copies; i++) queue.push({ body: JSON.stringify(item), received: 0 })
    }
  }
  const api = createApi({
    table,
    photos,
    links: createLinks({ key: new Uint8Array(32) }),
    model,
    manifest,
    logger,
    handOver: send,
    settings: { asynchronous: true, waitSeconds: 0 },
  })
  const workers = Array.from({ length: 3 }, () => {
    const claims = createClaims({ table, clock: Date.now })
    const runner = createRunner({
      claims,
      table,
      photos,
      model,
      logger,
      clock: Date.now,
      preprocessing: manifest.preprocessing,
      retrySeconds: 0,
      whileDown: 'is given back',
      concurrency: 4,
    })
    return createRealTimeWork({ runner, claims })
  })

  const accepted = new Map<string, string>()
  const count = random.between(8, 16)
  for (let i = 0; i < count; i++) {
    const request = {
      photo: await drawDamage(random),
      claimId: null,
      idempotencyKey: `${i}`,
      detail: 'standard' as const,
      waitSeconds: 0,
    }
    const assessment = await api.assessDamage(principal, request)
    accepted.set(assessment.id, assessment.claimId)
  }

  const own = random.fork()
  proxy.set(() => (own.chance(0.3) ? answers(503, 'application/json', '{}') : null))
  const broken: string[] = []
  const deliver = async (work: (item: WorkItem) => Promise<boolean>) => {
    const messages = random.shuffle(queue.splice(0)).map((message) => ({ ...message }))
    const [now, later] = [messages.slice(0, 10), messages.slice(10)]
    queue.push(...later)
    const Records = now.map(({ body, received }, i) => ({
      messageId: String(i),
      receiptHandle: String(i),
      body,
      attributes: { ApproximateReceiveCount: String(received + 1) },
    }))
    const { batchItemFailures } = await workThrough(
      { Records },
      {
        work: (record) => work(readWorkItem(record.body)),
        postpone: async () => {},
        failed: (_, error) => broken.push(`a worker threw ${error}`),
      },
    )
    for (const { itemIdentifier } of batchItemFailures) {
      const message = now[Number(itemIdentifier)]
      if (message) queue.push({ ...message, received: message.received + 1 })
    }
    // At least once: what was worked through may come again.
    const again = now[0]
    if (again && random.chance(0.3)) queue.push(again)
  }
  const claims = createClaims({ table, clock: Date.now })
  const open = async () => (await leftOpen(table)).length
  for (let round = 0; round < 200 && (queue.length > 0 || (await open()) > 0); round++) {
    await Promise.all(workers.map(deliver))
    // What the sweep does once the queue is empty.
    if (queue.length === 0) {
      await send(...(await openWork(table)))
    }
  }

  broken.push(...(await leftOpen(table)))
  const reasons: Record<string, number> = {}
  let assessed = 0
  const files = await claims.files('acme', [...accepted.values()])
  for (const [i, [assessmentId, claimId]] of [...accepted].entries()) {
    const file = files[i]
    const [assessment, ...more] = file?.assessments ?? []
    if (assessment?.id !== assessmentId || more.length > 0)
      broken.push(`claim ${claimId} was doubled or lost`)
    else if (assessment.failure) {
      const { code } = assessment.failure
      reasons[code] = (reasons[code] ?? 0) + 1
    } else assessed++
    const ends = file?.events.filter(({ action }) => action.kind === 'ASSESSMENT_FINISHED').length
    if (ends !== 1) broken.push(`assessment ${assessmentId} ended ${ends} times`)
  }
  client.destroy()
  struck += proxy.struck
  await Promise.all([proxy.close(), dynamo.stop()])
  await rm(dir, { recursive: true, force: true })
  const failed = accepted.size - assessed
  const seconds = (performance.now() - began) / 1000
  return {
    kind: queueKind.name,
    number,
    struck,
    seconds,
    accepted: accepted.size,
    assessed,
    failed,
    cancelled: 0,
    reasons,
    broken,
  }
}
