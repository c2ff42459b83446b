import { RequestError } from '../../edge/http/errors.ts'

/** A body of a kind that holds no operation. */
export class ContentTypeRefused extends RequestError {
  readonly code = 'CONTENT_TYPE_REFUSED'
  readonly status = 415
  constructor(received: string | null) {
    super(
      `Expected a body of application/json or, with photos, multipart/form-data but received ${received ?? 'no Content-Type'}`,
    )
  }
}
