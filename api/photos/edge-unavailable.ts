import { RequestError } from '../../edge/http/errors.ts'

/** The edge, where it is another function, does not answer, or what stands before it answers in its place. */
export class EdgeUnavailable extends RequestError {
  readonly code = 'EDGE_UNAVAILABLE'
  readonly status = 503
  override readonly retryAfterS = 5
  constructor(received: string, options?: ErrorOptions) {
    super(
      `Expected an answer from what takes photos in but received ${received}; send the same again in 5 s`,
      options,
    )
  }
}
