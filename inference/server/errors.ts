/**
 * Why a request is not answered with an assessment, where neither the photo nor the model is to
 * blame. `code` is stable, `status` the answer's.
 */
export abstract class RequestError extends Error {
  abstract readonly code: string
  abstract readonly status: number
  /** After how many seconds the same request may succeed; null where repeating it is no help. */
  readonly retryAfterS: number | null = null

  override get name(): string {
    return this.constructor.name
  }
}

/** As many requests are running and waiting as the server takes. */
export class ServerBusy extends RequestError {
  readonly code = 'SERVER_BUSY'
  readonly status = 503
  constructor(
    readonly waiting: number,
    override readonly retryAfterS: number,
  ) {
    super(
      `Expected a free place in the queue but received ${waiting} requests before; repeat in ${retryAfterS} s`,
    )
  }
}

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

/** The body did not arrive in time; it holds a place in the queue until then. */
export class BodyTooSlow extends RequestError {
  readonly code = 'BODY_TOO_SLOW'
  readonly status = 408
  constructor(seconds: number) {
    super(`Expected the whole body within ${seconds} s but received only a part of it`)
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

/** The client hung up. Nobody reads this answer; it stands in the log. */
export class ClientGone extends RequestError {
  readonly code = 'CLIENT_GONE'
  readonly status = 499
  constructor() {
    super('Expected a client for the answer but received a closed connection')
  }
}

export class RouteUnknown extends RequestError {
  readonly code = 'ROUTE_UNKNOWN'
  readonly status = 404
  constructor(method: string, path: string) {
    super(
      'Expected GET /ping, POST /invocations or POST /endpoints/:name/invocations ' +
        `for a request but received ${method} ${path}`,
    )
  }
}
