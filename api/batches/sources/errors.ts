import { InputError } from '../../../inference/cli/inputs/errors.ts'

/** The same name again: which of the two is meant, nobody can say. */
export class EntryDuplicate extends InputError {
  readonly code = 'ARCHIVE_ENTRY_DUPLICATE'
  constructor(readonly entry: string) {
    super(`Expected each name once but received ${entry} again; the first one is assessed`)
  }
}

/**
 * Packed in bytes that belong to another entry as well: so a small zip unpacks to a vast one, without any entry that
 * does. No tool that packs photos makes such.
 *
 * @see https://www.usenix.org/conference/woot19/presentation/fifield
 */
export class EntryOverlaps extends InputError {
  readonly code = 'ARCHIVE_ENTRY_OVERLAPS'
  constructor(readonly entry: string) {
    super(
      `Expected bytes of its own in the zip for ${entry} but received those of another entry; make the zip again`,
    )
  }
}

/** Longer than any system of files takes. */
export class EntryNameTooLong extends InputError {
  readonly code = 'ARCHIVE_ENTRY_NAME_TOO_LONG'
  constructor(
    readonly bytes: number,
    readonly maxBytes: number,
  ) {
    super(`Expected a name of at most ${maxBytes} bytes but received one of ${bytes}`)
  }
}

/** Taken together the photos unpack to more than one batch may. */
export class ArchiveFull extends InputError {
  readonly code = 'ARCHIVE_TOO_LARGE'
  constructor(entry: string, maxBytes: number) {
    super(
      `Expected photos of at most ${maxBytes} bytes in all but received more, from ${entry} on; send the rest as another zip`,
    )
  }
}

/** Nothing to assess. */
export class NothingToAssess extends InputError {
  readonly code = 'NO_PHOTOS'
  constructor(what: string) {
    super(`Expected photos in ${what} but received none`)
  }
}

/** What the batch holds could not be found out, again and again. */
export class ListingFailed extends InputError {
  readonly code = 'LISTING_FAILED'
  constructor(readonly times: number) {
    super(
      `Expected to read what the batch holds but received an unforeseen failure ${times} times; see the server's log, then send it again`,
    )
  }
}

/** Another process lists the same batch; it is done by the time somebody looks again. */
export class ListedElsewhere extends Error {
  override readonly name = 'ListedElsewhere'
  constructor() {
    super('Expected to list a batch alone but received entries that another process has listed')
  }
}
