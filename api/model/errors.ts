/**
 * Why the model gave no assessment. What it says about the photo itself stays with the assessment;
 * whether repeating helps decides what becomes of it.
 */
export abstract class ModelError extends Error {
  abstract readonly code: string
  abstract readonly retryable: boolean
  override get name(): string {
    return this.constructor.name
  }
}

/** Down, starting, busy, throttled or too slow. */
export class ModelDown extends ModelError {
  readonly code = 'MODEL_UNAVAILABLE'
  readonly retryable = true
  constructor(
    /** In words, to follow "received". */
    readonly reason: string,
    /** What the server asked for; null where it did not say. */
    readonly retryAfterSeconds: number | null = null,
    options?: ErrorOptions,
  ) {
    super(`Expected an answer from the model but received ${reason}`, options)
  }
}

/** It answered, but not what an assessment is. */
export class ModelAnswerInvalid extends ModelError {
  readonly code = 'MODEL_ANSWER_INVALID'
  readonly retryable = true
  constructor(reason: string) {
    super(`Expected an assessment from the model but received something else: ${reason}`)
  }
}

/** It looked at the photo and refused it. */
export class ModelRefused extends ModelError {
  readonly retryable = false
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}
