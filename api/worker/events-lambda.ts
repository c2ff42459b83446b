/** Tells EventBridge of finished assessments, as a Lambda function on the table's stream. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { z } from 'zod'
import { createPublishFinished } from './publish-finished.ts'

const { EVENT_BUS_NAME: busName } = z.object({ EVENT_BUS_NAME: z.string().min(1) }).parse(process.env)

export const handler = createPublishFinished({ client: new EventBridgeClient({}), busName })
