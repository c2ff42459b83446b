/**
 * What a caller can act on: a class per cause, with data. The schema shows each as a type of its own
 * under the `Error` interface; anything else is masked. `code` is stable.
 */
export abstract class ApiError extends Error {
  abstract readonly code: string

  override get name(): string {
    return this.constructor.name
  }
}

/** One argument that cannot be accepted, and why. */
export interface FieldComplaint {
  /** The argument's path, such as `vehicle.year`. */
  field: string
  message: string
}

export class ValidationFailed extends ApiError {
  readonly code = 'VALIDATION_FAILED'
  constructor(readonly fields: readonly FieldComplaint[]) {
    super(fields.map(({ field, message }) => `${message} for ${field}`).join('; '))
  }
}

/** @param received how the value is shown to its sender */
export const invalid = (field: string, expected: string, received: unknown): ValidationFailed =>
  new ValidationFailed([{ field, message: `Expected ${expected} but received ${show(received)}` }])

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

export class NotFound extends ApiError {
  readonly code = 'NOT_FOUND'
  constructor(
    readonly kind: 'Claim' | 'Photo' | 'Assessment' | 'Damage' | 'ApiKey' | 'Batch' | 'Upload' | 'Webhook',
    readonly id: string,
  ) {
    super(`Expected a known ${kind} but received ${show(id)}`)
  }
}

export class Forbidden extends ApiError {
  readonly code = 'FORBIDDEN'
  constructor(
    readonly requiredRole: string,
    role: string,
  ) {
    super(`Expected the role ${requiredRole} for this but received ${role}`)
  }
}

/** Somebody else changed the claim since the caller looked, or the claim is in a state that does not allow it. */
export class Conflict extends ApiError {
  readonly code = 'CONFLICT'
  constructor(message: string) {
    super(message)
  }
}

/** The same idempotency key came with another request. */
export class IdempotencyConflict extends ApiError {
  readonly code = 'IDEMPOTENCY_CONFLICT'
  constructor(readonly key: string) {
    super(`Expected the same request again for idempotency key ${show(key)} but received another one`)
  }
}

/** The archive cannot be read, or holds nothing to assess. */
export class ZipRejected extends ApiError {
  readonly code = 'ZIP_REJECTED'
  constructor(
    /** Stable, such as `ARCHIVE_DAMAGED`. */
    readonly reason: string,
    message: string,
  ) {
    super(message)
  }
}

/** The photo was understood, but cannot be used; a better one can. */
export class PhotoRejected extends ApiError {
  readonly code = 'PHOTO_REJECTED'
  constructor(
    /** Stable, such as `PHOTO_DAMAGED`. */
    readonly reason: string,
    message: string,
    readonly shouldRetake: boolean,
  ) {
    super(message)
  }
}

export class PhotoTooLarge extends ApiError {
  readonly code = 'PHOTO_TOO_LARGE'
  constructor(
    message: string,
    readonly limits: {
      megapixels?: number | undefined
      maxMegapixels?: number | undefined
      bytes?: number | undefined
      maxBytes?: number | undefined
    },
  ) {
    super(message)
  }
}

export class UnsupportedPhoto extends ApiError {
  readonly code = 'PHOTO_UNSUPPORTED'
  constructor(
    message: string,
    readonly format: string,
  ) {
    super(message)
  }
}

/** The photo shows no vehicle, so there is nothing to assess. The assessment says so too. */
export class NoVehicle extends ApiError {
  readonly code = 'NO_VEHICLE'
  constructor(
    readonly claimId: string,
    readonly assessmentId: string,
  ) {
    super(
      'Expected a vehicle in the photo but received one without; step back until the whole car is in view',
    )
  }
}

/** The model does not answer for now. */
export class ModelUnavailable extends ApiError {
  readonly code = 'MODEL_UNAVAILABLE'
  constructor(
    readonly retryAfterSeconds: number,
    readonly reason: string,
    message = `Expected an answer from the model but received ${reason}; repeat the request in ${retryAfterSeconds} s`,
  ) {
    super(message)
  }
}
