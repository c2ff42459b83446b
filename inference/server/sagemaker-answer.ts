import type { FailedRequest } from '../../edge/http/failure.ts'

/**
 * What SageMaker's own front end makes of a container's failure, so that its client throws here
 * what it throws on AWS: `ModelError` with the container's answer inside, `ValidationError` for a
 * body it would not have passed on, `ServiceUnavailable` where repeating helps.
 *
 * Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html#API_runtime_InvokeEndpoint_Errors
 */
export function sagemakerAnswer({ status, error }: FailedRequest): {
  status: number
  type: string
  body: Record<string, unknown>
} {
  if (status === 503) return { status, type: 'ServiceUnavailable', body: { Message: error.message } }
  if (error.code === 'PHOTO_TOO_MANY_BYTES') {
    return { status: 400, type: 'ValidationError', body: { Message: error.message } }
  }
  const whose = status < 500 ? 'client' : 'server'
  const original = JSON.stringify({ error })
  return {
    status: 424,
    type: 'ModelError',
    body: {
      Message: `Received ${whose} error (${status}) from model with message "${original}"`,
      OriginalStatusCode: status,
      OriginalMessage: original,
    },
  }
}
