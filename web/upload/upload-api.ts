import type { Client } from 'urql'
import { sendSigned } from '../session/send-signed.ts'
import type { Session } from '../session/session.ts'
import { mayBePhoto } from './is-photo.ts'
import { AssessmentNow, AssessPhoto, OpenClaim } from './operations.ts'
import { type SentPhoto, sendPhoto } from './send-photo.ts'
import { shrinkPhoto } from './shrink-photo.ts'
import { Interrupted, Refused } from './upload-errors.ts'
import type { Assessed } from './upload-item.ts'

/** What uploads ask of the world. Failures are Refused or Interrupted. */
export interface UploadApi {
  /** Makes a photo small enough to send. */
  prepare(file: Blob): Promise<Blob>
  /** @param onSent is told the share that has gone up, 0 to 1 */
  send(file: Blob, onSent: (share: number) => void): Promise<SentPhoto>
  openClaim(reference: string | null): Promise<string>
  /** @returns the assessment's id */
  assess(request: { photo: string; claim: string; key: string; detail: 'STANDARD' | 'HIGH' }): Promise<string>
  /** Assessments as they stand, in the order asked for; null for what is not there. */
  results(ids: string[]): Promise<(Assessed | null)[]>
}

export function createUploadApi({ client, session }: { client: Client; session: Session }): UploadApi {
  return {
    async prepare(file) {
      if (file.size === 0) throw new Refused('PHOTO_EMPTY', 'Expected a photo but received an empty file')
      if (await mayBePhoto(file)) return shrinkPhoto(file)
      throw new Refused('PHOTO_UNSUPPORTED', 'Expected a photo but received a file of another kind')
    },
    async send(file, onSent) {
      const sent = await sendSigned(
        session,
        (headers) => sendPhoto({ file, onSent, headers }),
        (answer) => answer === null,
      )
      if (sent) return sent
      throw new Refused('UNAUTHENTICATED', 'Expected the person who chose the photo to be signed in')
    },
    async openClaim(reference) {
      const { data, error } = await client.mutation(OpenClaim, { input: { reference } })
      if (!data) throw interruptedBy(error)
      const { createClaim } = data
      if (createClaim.__typename === 'Claim') return createClaim.id
      throw new Refused(createClaim.code, createClaim.message)
    },
    async assess(request) {
      const { data, error } = await client.mutation(AssessPhoto, request)
      if (!data) throw interruptedBy(error)
      const answer = data.assessDamage
      switch (answer.__typename) {
        case 'Assessment':
          return answer.id
        case 'NoVehicle':
          return answer.assessment.id
        case 'ModelUnavailable':
          throw new Interrupted('busy', answer.retryAfterSeconds)
        case 'PhotoRejected':
          throw new Refused(answer.reason, answer.message)
        default:
          throw new Refused(answer.code, answer.message)
      }
    },
    async results(ids) {
      const { data, error } = await client.query(AssessmentNow, { ids }, { requestPolicy: 'network-only' })
      if (!data) throw interruptedBy(error)
      return data.nodes.map((node) => (node?.__typename === 'Assessment' ? node : null))
    },
  }
}

function interruptedBy(
  error: { graphQLErrors: { extensions?: unknown; message: string }[] } | undefined,
): Error {
  const [first] = error?.graphQLErrors ?? []
  if (!first) return new Interrupted('connection')
  const { code, retryAfterSeconds } = (first.extensions ?? {}) as {
    code?: string
    retryAfterSeconds?: number
  }
  // What a server says with a word when to come again passes by itself.
  const passes = code === undefined || code === 'INTERNAL' || retryAfterSeconds !== undefined
  return passes ? new Interrupted('busy', retryAfterSeconds ?? null) : new Refused(code, first.message)
}
