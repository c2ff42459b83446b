import { InvokeEndpointAsyncCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import type { Detail } from '../../inference/contract.ts'

export interface AsyncRequest {
  /** The stored original, by its key in the bucket. */
  key: string
  detail: Detail
  /** Comes back with the answer. */
  inferenceId: string
}

export interface AsyncEndpoint {
  /** Puts a photo into the endpoint's own queue. */
  submit(request: AsyncRequest): Promise<void>
}

export interface AsyncEndpointOptions {
  client: SageMakerRuntimeClient
  endpointName: string
  bucket: string
  /** How long a photo may wait for its turn. */
  waitSeconds: number
}

/** SageMaker gives one photo so long, once it is its turn; the container answers sooner. */
const INVOCATION_SECONDS = 120

/** An asynchronous endpoint: it reads photos from the bucket, and answers there. */
export const createAsyncEndpoint = ({
  client,
  endpointName,
  bucket,
  waitSeconds,
}: AsyncEndpointOptions): AsyncEndpoint => ({
  async submit({ key, detail, inferenceId }) {
    await client.send(
      new InvokeEndpointAsyncCommand({
        EndpointName: endpointName,
        InputLocation: `s3://${bucket}/${key}`,
        ContentType: 'application/octet-stream',
        Accept: 'application/json',
        CustomAttributes: `detail=${detail}`,
        InferenceId: inferenceId,
        RequestTTLSeconds: Math.min(21_600, Math.max(60, waitSeconds)),
        InvocationTimeoutSeconds: INVOCATION_SECONDS,
      }),
    )
  },
})
