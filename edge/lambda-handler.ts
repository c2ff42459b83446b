import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { pino } from 'pino'
import type { Annotate } from './drawings.ts'
import { RequestError } from './http/errors.ts'
import { checkBody, uploadsOfEvent } from './lambda-events.ts'
import { openEdge } from './open-edge.ts'
import type { Prepare } from './prepared-photo.ts'
import { readEdgeSettings } from './settings.ts'

export type EdgeHandler = (event: unknown, context: LambdaContext) => Promise<unknown>

/**
 * The edge on AWS Lambda: behind a function URL, and on S3's object-created events of large uploads.
 * One photo at a time per instance, so that nothing needs a thread of its own.
 *
 * @param annotate draws annotated pictures; without it there are none
 */
export function createEdgeHandler({ annotate }: { annotate?: Annotate } = {}): EdgeHandler {
  const settings = readEdgeSettings(process.env)
  const logger = pino({ name: 'dentgraph-edge', level: settings.LOG_LEVEL })
  const limits = { maxBytes: settings.EDGE_MAX_BYTES, maxMegapixels: settings.EDGE_MAX_MEGAPIXELS }

  // The decoder is loaded with the first photo: reading records and giving links does without it.
  const prepare: Prepare = async (bytes, preparation) => {
    const { preparePhoto } = await import('./prepare-photo.ts')
    return preparePhoto(bytes, preparation, limits)
  }
  const opening = openEdge(settings, { logger, prepare, ...(annotate && { annotate }) })

  return async function handler(event, context) {
    const { app, photos } = await opening
    const uploads = uploadsOfEvent(event)
    if (uploads) {
      // One that fails is thrown, so that Lambda tries the event again; those already done are told apart.
      for (const id of uploads) {
        const photo = await photos.finishUpload(id)
        logger.info({ upload: id, state: photo?.state, requestId: context.awsRequestId }, 'upload finished')
      }
      return undefined
    }
    try {
      checkBody(event as Parameters<typeof checkBody>[0])
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      const { code, message, status } = error
      return {
        statusCode: status,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ error: { code, message } }),
      }
    }
    return handle(app)(event as LambdaEvent, context)
  }
}
