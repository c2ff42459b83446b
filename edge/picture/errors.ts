/**
 * A photo that cannot be used, for a reason the person who sent it can act on. `code` is stable and
 * meant for programs, `message` for people. Every failure of reading a photo is one of these.
 */
export abstract class PhotoError extends Error {
  abstract readonly code: string

  override get name(): string {
    return this.constructor.name
  }
}

/** Nothing arrived. */
export class EmptyPhoto extends PhotoError {
  readonly code = 'PHOTO_EMPTY'
  constructor() {
    super('Expected a photo but received 0 bytes')
  }
}

/** The file is something else, or a kind of picture that is not decoded. */
export class UnsupportedPhoto extends PhotoError {
  readonly code = 'PHOTO_UNSUPPORTED'
  /**
   * @param format what the content was recognised as, such as `svg`
   * @param description the same in words, such as `an SVG drawing`
   */
  constructor(
    readonly format: string,
    description: string,
  ) {
    super(`Expected a photo (JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF) but received ${description}`)
  }
}

/** More pixels than are decoded; found in the header, before any decoding. */
export class PhotoTooLarge extends PhotoError {
  readonly code = 'PHOTO_TOO_LARGE'
  constructor(
    readonly megapixels: number,
    readonly maxMegapixels: number,
  ) {
    // Rounded up, so that it never reads as what is allowed.
    const received = Math.ceil(megapixels * 100) / 100
    super(`Expected a photo of at most ${maxMegapixels} megapixels but received ${received}`)
  }
}

/** More bytes than are looked at. */
export class PhotoTooManyBytes extends PhotoError {
  readonly code = 'PHOTO_TOO_MANY_BYTES'
  constructor(
    readonly bytes: number,
    readonly maxBytes: number,
  ) {
    super(`Expected a photo of at most ${maxBytes} bytes but received ${bytes}`)
  }
}

/** Too few pixels to show anything. */
export class PhotoTooSmall extends PhotoError {
  readonly code = 'PHOTO_TOO_SMALL'
  constructor(
    readonly width: number,
    readonly height: number,
    readonly minSide: number,
  ) {
    super(`Expected a photo of at least ${minSide}x${minSide} pixels but received ${width}x${height}`)
  }
}

/** Recognised, but cut short, corrupt, or stored in a way that cannot be decoded. */
export class PhotoDamaged extends PhotoError {
  readonly code = 'PHOTO_DAMAGED'
  /** @param reason what the decoder complained about, without a full stop */
  constructor(
    readonly format: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `Expected a complete ${format.toUpperCase()} photo but received one that cannot be decoded (${reason}); export or take it again`,
      options,
    )
  }
}
