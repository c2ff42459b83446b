/**
 * The API as a Lambda function behind a function URL or an HTTP API: `handler` answers requests, `sweep`
 * runs on a schedule and takes up assessments whose worker is gone. Settings are those of `npm start`, and
 * EDGE_URL, EDGE_BUCKET and EDGE_LINK_KEY; everything is made once per instance, not per request.
 */
import { S3Client } from '@aws-sdk/client-s3'
import { handle } from 'hono/aws-lambda'
import { pino } from 'pino'
import { createS3Blobs } from '../edge/blobs/s3-blobs.ts'
import { createLinks } from '../edge/links.ts'
import { createPhotos } from '../edge/photos.ts'
import { createApp } from './app.ts'
import { openApi } from './open-api.ts'
import { createEdgeClient } from './photos/edge-client.ts'
import { readLambdaSettings } from './settings.ts'

const settings = readLambdaSettings(process.env)
const logger = pino({ name: 'dentgraph-api', level: settings.LOG_LEVEL })
const stored = createPhotos({
  blobs: createS3Blobs({ client: new S3Client({}), bucket: settings.EDGE_BUCKET }),
  preprocessing: { id: 'edge', workingSide: 1, clahe: { clipLimit: 1, tilesX: 1, tilesY: 1 } },
  prepare: async () => {
    throw new Error('Expected the edge to prepare photos but received one here')
  },
})
const links = createLinks({ key: Buffer.from(settings.EDGE_LINK_KEY), baseUrl: settings.EDGE_URL })
const opened = openApi(settings, {
  logger,
  links,
  photos: createEdgeClient({ photos: stored, edgeUrl: settings.EDGE_URL }),
})
const app = opened.then(({ graphql, authenticate, development }) =>
  createApp({
    graphql,
    authenticate,
    logger,
    development,
    origins: { allowed: settings.CORS_ORIGINS, loopbackOnly: false },
  }),
)

type Handler = ReturnType<typeof handle>

export const handler: Handler = async (event, context) => handle(await app)(event, context)

/** Assessments are taken up and ended before the function returns: it is frozen from then on. */
export async function sweep(): Promise<{ assessments: number }> {
  const { api } = await opened
  const assessments = await api.runner.recover()
  await api.runner.idle()
  return { assessments }
}
