/** The photo cannot be used, and sending it again is no help. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** Something on the way failed; the same request may succeed later. */
export class Interrupted extends Error {
  constructor(
    override readonly cause: 'connection' | 'busy',
    /** As the server asks; null where it says nothing. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(`interrupted: ${cause}`)
  }
}
