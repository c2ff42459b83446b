/** Tells EventBridge of assessments and batches that ended, as a Lambda function on the table's stream. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { z } from 'zod'
import { createPublishEvents } from './publish-events.ts'

const { EVENT_BUS_NAME: busName } = z.object({ EVENT_BUS_NAME: z.string().min(1) }).parse(process.env)

export const handler = createPublishEvents({ client: new EventBridgeClient({}), busName })
