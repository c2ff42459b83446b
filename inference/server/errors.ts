import { RequestError } from '../../edge/http/errors.ts'

/** The model is still loading, or no longer answers its own check, or the server is stopping. */
export class ServerNotReady extends RequestError {
  readonly code = 'SERVER_NOT_READY'
  readonly status = 503
  override readonly retryAfterS = 5
  constructor(readonly state: string) {
    super(`Expected a ready model for an assessment but received a server that is ${state}; see GET /ping`)
  }
}

export class AttributeInvalid extends RequestError {
  readonly code = 'ATTRIBUTE_INVALID'
  readonly status = 400
  constructor(attribute: string, expected: string, received: string) {
    super(`Expected ${expected} for ${attribute} but received ${received}`)
  }
}

/** The assessment, waiting for its turn included, took longer than anybody waits for it. */
export class AssessmentTooSlow extends RequestError {
  readonly code = 'ASSESSMENT_TOO_SLOW'
  readonly status = 504
  constructor(seconds: number) {
    super(
      `Expected an assessment within ${seconds} s but received none; send fewer photos at once or add servers`,
    )
  }
}
