import { createEdgeHandler } from './lambda-handler.ts'

/** The edge alone as a Lambda function; beside the API it is api/edge-lambda.ts, which also draws damages. */
export const handler = createEdgeHandler()
