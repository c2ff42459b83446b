import type { ResultOf } from '../graphql/graphql.ts'
import type { AssessmentNow } from './operations.ts'

/** One photo on its way. `queued` and `assessing` are with the server; the last two are final. */
export type UploadStep = 'waiting' | 'preparing' | 'sending' | 'queued' | 'assessing' | 'done' | 'failed'

/** Why a photo did not make it, for words and for programs. */
export interface UploadFailure {
  /** The server's code, or one of the desk's own: `NOT_IN_ZIP`, `ZIP_BROKEN`, `ZIP_ENCRYPTED`, `GONE`. */
  code: string
  /** What the server said of it. */
  message: string | null
  /** Whether the same file may still make it. */
  again: boolean
}

export interface UploadQuality {
  reason: string | null
  advice: string | null
  shouldRetake: boolean
}

export interface UploadItem {
  id: string
  /** As the person knows it: a file name, or `archive.zip/name`. */
  name: string
  /** In bytes; null until it is unpacked. */
  size: number | null
  step: UploadStep
  /** 0 to 1 of the bytes that go up. */
  sent: number
  /** Set while it waits for the connection or a busy server to come back. */
  delayed: 'connection' | 'busy' | null
  claimId: string | null
  photoId: string | null
  /** Link to the picture, once the server has it. */
  picture: string | null
  quality: UploadQuality | null
  assessmentId: string | null
  result: Assessed | null
  failure: UploadFailure | null
}

export type Assessed = NonNullable<
  Extract<ResultOf<typeof AssessmentNow>['nodes'][number], { __typename: 'Assessment' }>
>

export const isFinal = ({ step }: Pick<UploadItem, 'step'>): boolean => step === 'done' || step === 'failed'

export const newItem = (id: string, name: string, size: number | null): UploadItem => ({
  id,
  name,
  size,
  step: 'waiting',
  sent: 0,
  delayed: null,
  claimId: null,
  photoId: null,
  picture: null,
  quality: null,
  assessmentId: null,
  result: null,
  failure: null,
})
