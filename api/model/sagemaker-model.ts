import {
  ModelError as EndpointModelError,
  InvokeEndpointCommand,
  SageMakerRuntimeClient,
  SageMakerRuntimeServiceException,
} from '@aws-sdk/client-sagemaker-runtime'
import { z } from 'zod'
import { type Assessment, assessmentSchema, type Detail, failureSchema } from '../../inference/contract.ts'
import { ModelAnswerInvalid, ModelDown, ModelRefused } from './errors.ts'

export interface ModelRequest {
  bytes: Uint8Array
  detail: Detail
  /** Id of the preprocessing that the picture went through; absent for an original photo. */
  prepared?: string
  signal?: AbortSignal
}

/** Looks at one photo. */
export interface Model {
  /** @throws ModelError, the signal's reason */
  assess(request: ModelRequest): Promise<Assessment>
}

export interface SageMakerModelOptions {
  client: SageMakerRuntimeClient
  endpointName: string
  /** How long one answer may take; SageMaker gives up after 60. @default 60 */
  timeoutSeconds?: number
}

const refusalSchema = z.object({ error: failureSchema })

/** The model behind a SageMaker endpoint, or behind the model server that speaks its protocol. */
export function createSageMakerModel({
  client,
  endpointName,
  timeoutSeconds = 60,
}: SageMakerModelOptions): Model {
  return {
    async assess({ bytes, detail, prepared, signal }) {
      const timeout = AbortSignal.timeout(timeoutSeconds * 1000)
      const attributes = [`detail=${detail}`, ...(prepared ? [`prepared=${prepared}`] : [])]
      const command = new InvokeEndpointCommand({
        EndpointName: endpointName,
        Body: bytes,
        ContentType: 'application/octet-stream',
        Accept: 'application/json',
        CustomAttributes: attributes.join(';'),
      })
      try {
        const { Body } = await client.send(command, {
          abortSignal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        })
        return parse(Body)
      } catch (error) {
        signal?.throwIfAborted()
        if (timeout.aborted) throw new ModelDown(`none within ${timeoutSeconds} s`, null, { cause: error })
        throw translate(error)
      }
    },
  }
}

function parse(body: Uint8Array | undefined): Assessment {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(body))
  } catch {
    throw new ModelAnswerInvalid('no JSON')
  }
  const parsed = assessmentSchema.safeParse(json)
  if (!parsed.success) throw new ModelAnswerInvalid(z.prettifyError(parsed.error).slice(0, 300))
  return parsed.data
}

/** What the endpoint's failure means for the assessment. */
function translate(error: unknown): Error {
  if (error instanceof ModelAnswerInvalid) return error
  if (error instanceof EndpointModelError) {
    const refusal = refusalSchema.safeParse(parseJson(error.OriginalMessage))
    const status = error.OriginalStatusCode ?? 500
    if (refusal.success && status < 500) {
      return new ModelRefused(refusal.data.error.code, refusal.data.error.message)
    }
    return new ModelDown(`status ${status} from its container`, null, { cause: error })
  }
  if (error instanceof SageMakerRuntimeServiceException) {
    const status = error.$metadata.httpStatusCode ?? 500
    if (status === 400 && error.name === 'ValidationError') {
      return new ModelRefused('PHOTO_TOO_MANY_BYTES', error.message)
    }
    const after = Number(error.$response?.headers['retry-after'])
    return new ModelDown(`${error.name} (${status})`, Number.isFinite(after) ? after : null, { cause: error })
  }
  const { code, name, message } = error as NodeJS.ErrnoException
  return new ModelDown(code ?? name ?? message, null, { cause: error })
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
