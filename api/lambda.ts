/**
 * The API as a Lambda function behind a function URL that CloudFront alone may call. Settings are those of `npm
 * start`, and EDGE_URL, EDGE_BUCKET, EDGE_LINK_KEY, WORK_QUEUE_URL and BATCH_QUEUE_URL; everything is made once per
 * instance, not per request. What does not end while its caller waits is the workers' (worker/lambda.ts), and so are
 * batches (worker/batches-lambda.ts): this function is frozen with its answer.
 */
import { SQSClient } from '@aws-sdk/client-sqs'
import { handle } from 'hono/aws-lambda'
import { pino } from 'pino'
import { createZips } from '../edge/batches/zips.ts'
import { createS3Blobs } from '../edge/blobs/s3-blobs.ts'
import { createS3Client } from '../edge/blobs/s3-client.ts'
import { createLinks } from '../edge/links.ts'
import { createApp } from './app.ts'
import { createStoredResults } from './batches/results/stored-results.ts'
import { createBatchRoutes } from './batches/routes.ts'
import { createObjectSource } from './batches/sources/object-source.ts'
import { asSentByViewer } from './cloudfront-event.ts'
import { createEdgeRoutes } from './edge-routes.ts'
import { openApi } from './open-api.ts'
import { createEdgeClient } from './photos/edge-client.ts'
import { createEdgeProxy } from './photos/edge-proxy.ts'
import { createSignedFetch } from './photos/signed-fetch.ts'
import { createStoredPhotos } from './photos/stored-photos.ts'
import { readLambdaSettings } from './settings.ts'
import type { BatchMessage } from './worker/batches/batch-message.ts'
import { createBatchQueue } from './worker/batches/batch-queue.ts'
import { createHandOver } from './worker/hand-over.ts'

const settings = readLambdaSettings(process.env)
const { EDGE_URL: edgeUrl, EDGE_BUCKET: bucket, WORK_QUEUE_URL: queueUrl } = settings
const logger = pino({ name: 'dentgraph-api', level: settings.LOG_LEVEL })
// A link for an upload would hold the checksum of nothing.
const s3 = createS3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' })
const sqs = new SQSClient({})
const blobs = createS3Blobs({ client: s3, bucket })
const links = createLinks({ key: Buffer.from(settings.EDGE_LINK_KEY) })
const fetchEdge = createSignedFetch({
  credentials: s3.config.credentials,
  region: process.env.AWS_REGION ?? 'us-east-1',
})
const sendBatches = createBatchQueue<BatchMessage>({ client: sqs, queueUrl: settings.BATCH_QUEUE_URL })
const opened = openApi(settings, {
  logger,
  links,
  photos: createEdgeClient({
    photos: createStoredPhotos(blobs),
    edgeUrl,
    fetch: fetchEdge,
  }),
  asynchronous: settings.MODEL_ASYNCHRONOUS,
  // While the model is down the queue has it, and nobody has to ask again.
  whileDown: 'is given back',
  handOver: createHandOver({ client: sqs, queueUrl, logger }),
  batching: {
    zips: createZips({ blobs }),
    objects: createObjectSource({ client: s3, allowed: settings.BATCH_PREFIXES }),
    elsewhere: {
      // One that is not told of is found by the sweep.
      wake: ({ tenant, id }) =>
        sendBatches({ tenant, batch: id }).catch((error) =>
          logger.error({ batch: id, err: error }, 'not handed over'),
        ),
      results: (store) =>
        createStoredResults({
          store,
          blobs,
          clock: Date.now,
          order: ({ tenant, id }, results) => sendBatches({ tenant, batch: id, results }),
        }),
    },
  },
})
const app = opened.then(({ api, graphql, authenticate, development }) =>
  createApp({
    graphql,
    authenticate,
    logger,
    development,
    origins: { allowed: settings.CORS_ORIGINS, loopbackOnly: false },
    edge: createEdgeRoutes(createEdgeProxy({ edgeUrl, fetch: fetchEdge }), api.index, api.photos),
    ...(api.batching && { batches: createBatchRoutes({ ...api.batching, links, logger }) }),
  }),
)

type Handler = ReturnType<typeof handle>

export const handler: Handler = async (event, context) => {
  const answer = await handle(await app)(asSentByViewer(event as never), context)
  const { api } = await opened
  await api.overlays.idle()
  return answer
}
