import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'

/** DynamoDB answers within milliseconds; what takes so long hangs, and the next attempt is likely to be taken. */
const ANSWER_MS = 3000
const CONNECT_MS = 1000

export interface DynamoClientOptions extends DynamoDBClientConfig {
  /** Milliseconds for one attempt. @default 3000 */
  answerMs?: number
}

/**
 * A client that repeats what is throttled, with pauses that grow, and gives up on what does not answer: by
 * itself the SDK waits for ever.
 */
export const createDynamoClient = ({
  answerMs = ANSWER_MS,
  ...config
}: DynamoClientOptions = {}): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 5,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
    },
    ...config,
  })
