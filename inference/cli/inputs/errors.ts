/** A path, or an entry of a zip, that gives no bytes to assess. `code` is stable, the message is for people. */
export abstract class InputError extends Error {
  abstract readonly code: string
}

export class FileNotFound extends InputError {
  readonly code = 'FILE_NOT_FOUND'
  constructor(readonly path: string) {
    super(`Expected a photo, a folder or a zip at ${path} but received a path that does not exist`)
  }
}

export class FileUnreadable extends InputError {
  readonly code = 'FILE_UNREADABLE'
  /** @param reason the system's error code, such as `EACCES` */
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`Expected a readable file at ${path} but received ${reason}`)
  }
}

/** Reading a pipe or a device might never end. */
export class NotAFile extends InputError {
  readonly code = 'NOT_A_FILE'
  constructor(readonly path: string) {
    super(
      `Expected a file or a folder at ${path} but received a pipe, socket or device; save it as a file first`,
    )
  }
}

/** A folder or zip without a single photo. */
export class NoPhotos extends InputError {
  readonly code = 'NO_PHOTOS'
  constructor(readonly path: string) {
    super(`Expected photos in ${path} but received none`)
  }
}

/** Not a zip, or one that is cut short or contradicts itself. */
export class ArchiveDamaged extends InputError {
  readonly code = 'ARCHIVE_DAMAGED'
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(
      `Expected a complete zip at ${path} but received one that cannot be read (${reason}); make it again`,
    )
  }
}

export class ArchiveTooLarge extends InputError {
  readonly code = 'ARCHIVE_TOO_LARGE'
  /** @param what what there is too much of, with its unit, such as `entries` */
  constructor(
    readonly path: string,
    readonly what: string,
    readonly received: number,
    readonly limit: number,
  ) {
    super(
      `Expected at most ${limit} ${what} in ${path} but received ${received}; split it, or extract it first`,
    )
  }
}

/** A name that climbs out of the archive, or a link: never opened. */
export class ArchiveEntryUnsafe extends InputError {
  readonly code = 'ARCHIVE_ENTRY_UNSAFE'
  constructor(
    readonly entry: string,
    readonly reason: string,
  ) {
    super(`Expected a file inside the zip for ${entry} but received ${reason}`)
  }
}

export class ArchiveEntryEncrypted extends InputError {
  readonly code = 'ARCHIVE_ENTRY_ENCRYPTED'
  constructor(readonly entry: string) {
    super(
      `Expected a plain entry for ${entry} but received an encrypted one; extract it with its password first`,
    )
  }
}

/** An entry whose bytes are not what the archive says they are, or packed in a way that is not read. */
export class ArchiveEntryDamaged extends InputError {
  readonly code = 'ARCHIVE_ENTRY_DAMAGED'
  constructor(
    readonly entry: string,
    readonly reason: string,
  ) {
    super(`Expected a complete entry for ${entry} but received one that cannot be unpacked (${reason})`)
  }
}

/** Small when packed, huge when unpacked, as no photo is: never unpacked. */
export class ArchiveEntryBomb extends InputError {
  readonly code = 'ARCHIVE_ENTRY_BOMB'
  constructor(
    readonly entry: string,
    readonly ratio: number,
    readonly maxRatio: number,
  ) {
    super(
      `Expected an entry that unpacks to at most ${maxRatio} times its size for ${entry} but received ${ratio} times`,
    )
  }
}

export class ArchiveNested extends InputError {
  readonly code = 'ARCHIVE_NESTED'
  constructor(readonly entry: string) {
    super(`Expected photos in the zip but received another zip, ${entry}; extract it and name it on its own`)
  }
}
