import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'

/**
 * What SageMaker puts around a container for asynchronous inference: it takes the place of a photo, has the real
 * model server look at it, writes the answer into the bucket and tells of it. Answers when it is told to.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
 */
export async function startAsyncEndpoint({ s3, modelUrl }: { s3: S3Client; modelUrl: string }) {
  const submitted: { inferenceId: string; input: string; attributes: string; detail: string | undefined }[] =
    []
  const server = createServer((request, response) => {
    const header = (name: string) => String(request.headers[name] ?? '')
    const attributes = header('x-amzn-sagemaker-custom-attributes')
    submitted.push({
      inferenceId: header('x-amzn-sagemaker-inference-id'),
      input: header('x-amzn-sagemaker-inputlocation'),
      attributes,
      detail: /detail=(\w+)/.exec(attributes)?.[1],
    })
    request.resume()
    response
      .writeHead(202, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ InferenceId: submitted.at(-1)?.inferenceId }))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const answerKey = () => `answers/${submitted.length}.out`

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    submitted,
    answerKey,
    /** Has the model look at the last photo; what SNS then says. */
    async answer() {
      const { input, inferenceId, attributes } = submitted.at(-1)!
      const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(input) ?? []
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
      const answer = await fetch(`${modelUrl}/invocations`, {
        method: 'POST',
        body: new Uint8Array(await Body!.transformToByteArray()),
        headers: { 'X-Amzn-SageMaker-Custom-Attributes': attributes },
      })
      await s3.send(
        new PutObjectCommand({ Bucket, Key: answerKey(), Body: new Uint8Array(await answer.arrayBuffer()) }),
      )
      return {
        awsRegion: 'eu-central-1',
        eventTime: '2026-11-21T12:00:00.000Z',
        invocationStatus: answer.ok ? 'Completed' : 'Failed',
        requestParameters: { endpointName: 'dentgraph-model', inputLocation: input },
        responseParameters: {
          contentType: 'application/json',
          outputLocation: `s3://${Bucket}/${answerKey()}`,
        },
        inferenceId,
        eventVersion: '1.0',
        eventSource: 'aws:sagemaker',
        eventName: 'InferenceResult',
      }
    },
    stop: () => void server.close(),
  }
}
