/**
 * Why a request is not answered, where the photo itself is not to blame; the model server's are of
 * this class, too. `code` is stable, `status` the answer's.
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

/** As many requests are inside, or as many bytes held, as the server takes. */
export class ServerBusy extends RequestError {
  readonly code = 'SERVER_BUSY'
  readonly status = 503
  constructor(
    readonly what: string,
    override readonly retryAfterS: number,
  ) {
    super(`Expected room for another photo but received it while ${what}; repeat in ${retryAfterS} s`)
  }
}

/** Where photos are kept there is no room; nothing was kept of this one. */
export class StorageFull extends RequestError {
  readonly code = 'STORAGE_FULL'
  // Not 507, after which nobody may repeat a request by himself (RFC 4918): room is made behind our back.
  readonly status = 503
  override readonly retryAfterS = 30
  constructor(options?: ErrorOptions) {
    super(
      'Expected room on the disk but received none, and nothing was kept; make room and repeat in 30 s',
      options,
    )
  }
}

/** What photos are kept in does not answer for now, also after the attempts that its client made by itself. */
export class StorageUnavailable extends RequestError {
  readonly code = 'STORAGE_UNAVAILABLE'
  readonly status = 503
  override readonly retryAfterS = 5
  constructor(options?: ErrorOptions) {
    super(
      'Expected an answer from the store of photos but received none; send the same again in 5 s',
      options,
    )
  }
}

/** One client asks more often than its share. */
export class TooManyRequests extends RequestError {
  readonly code = 'TOO_MANY_REQUESTS'
  readonly status = 429
  constructor(
    perMinute: number,
    override readonly retryAfterS: number,
  ) {
    super(`Expected at most ${perMinute} requests a minute but received more; repeat in ${retryAfterS} s`)
  }
}

/** The body did not arrive in time. */
export class BodyTooSlow extends RequestError {
  readonly code = 'BODY_TOO_SLOW'
  readonly status = 408
  constructor(seconds: number) {
    super(`Expected the whole body within ${seconds} s but received only a part of it`)
  }
}

/** The headers did not arrive in time. */
export class HeadersTooSlow extends RequestError {
  readonly code = 'HEADERS_TOO_SLOW'
  readonly status = 408
  constructor(seconds: number) {
    super(`Expected the whole request within ${seconds} s but received only a part of it; send it again`)
  }
}

/** Headers of more bytes than anybody needs. */
export class HeadersTooLarge extends RequestError {
  readonly code = 'HEADERS_TOO_LARGE'
  readonly status = 431
  constructor() {
    super('Expected headers of at most 16 kB but received more; send fewer or shorter ones')
  }
}

/** What came is no HTTP request. */
export class NotHttp extends RequestError {
  readonly code = 'NOT_HTTP'
  readonly status = 400
  constructor() {
    super('Expected an HTTP/1.1 request but received something else; for https, put a proxy in front')
  }
}

/** The body is not as long as its header says: something on the way cut it. */
export class BodyTruncated extends RequestError {
  readonly code = 'BODY_TRUNCATED'
  readonly status = 400
  constructor(expected: string, received: string) {
    super(`Expected ${expected} for the body but received ${received}; send it again`)
  }
}

/** A parameter or a part of the body is not what it may be. */
export class RequestInvalid extends RequestError {
  readonly code = 'REQUEST_INVALID'
  readonly status = 400
  constructor(what: string, expected: string, received: string) {
    super(`Expected ${expected} for ${what} but received ${received}`)
  }
}

/** Taking the photo in, its wait included, took longer than anybody waits for it. */
export class PhotoTooSlow extends RequestError {
  readonly code = 'PHOTO_TOO_SLOW'
  readonly status = 503
  override readonly retryAfterS = 5
  constructor(seconds: number) {
    super(`Expected the photo to be taken in within ${seconds} s but received no result; repeat in 5 s`)
  }
}

/** A picture that is drawn when it is asked for was not there in time; its drawing may be stuck. */
export class DrawingTooSlow extends RequestError {
  readonly code = 'DRAWING_TOO_SLOW'
  readonly status = 503
  override readonly retryAfterS = 5
  constructor(seconds: number) {
    super(`Expected the picture to be drawn within ${seconds} s but received no result; repeat in 5 s`)
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

export class LinkInvalid extends RequestError {
  readonly code = 'LINK_INVALID'
  readonly status = 403
  constructor() {
    super('Expected a link as this server signed it but received another; use one from its answers unchanged')
  }
}

export class LinkExpired extends RequestError {
  readonly code = 'LINK_EXPIRED'
  readonly status = 403
  constructor(at: Date) {
    super(
      `Expected a link that is still valid but received one that ended ${at.toISOString()}; ask for a new one`,
    )
  }
}

/** No such photo, or not (yet) this picture of it. */
export class PhotoNotFound extends RequestError {
  readonly code = 'PHOTO_NOT_FOUND'
  readonly status = 404
  constructor(what: string) {
    super(`Expected a stored photo but received a request for ${what}`)
  }
}

export class RouteUnknown extends RequestError {
  readonly code = 'ROUTE_UNKNOWN'
  readonly status = 404
  constructor(method: string, path: string, known = 'POST /photos, POST /photos/uploads or GET /photos/:id') {
    super(`Expected ${known} for a request but received ${method} ${path}`)
  }
}
