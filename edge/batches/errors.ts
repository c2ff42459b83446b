import { RequestError } from '../http/errors.ts'

export class ZipTooLarge extends RequestError {
  readonly code = 'ZIP_TOO_LARGE'
  readonly status = 413
  constructor(
    readonly bytes: number,
    readonly maxBytes: number,
  ) {
    super(`Expected a zip of at most ${maxBytes} bytes but received ${bytes}; split it`)
  }
}

export class ZipEmpty extends RequestError {
  readonly code = 'ZIP_EMPTY'
  readonly status = 400
  constructor() {
    super('Expected a zip of photos for the body but received nothing')
  }
}

/** Something else than a zip as the body, such as a form around one. */
export class ZipExpected extends RequestError {
  readonly code = 'ZIP_EXPECTED'
  readonly status = 415
  constructor(received: string) {
    super(`Expected the zip itself for the body but received ${received}; send it with --data-binary or -T`)
  }
}
