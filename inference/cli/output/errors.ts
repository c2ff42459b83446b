/** An answer could not be written where `--out` says. */
export class OutputFailed extends Error {
  readonly code = 'OUTPUT_FAILED'
  /** @param reason the system's error code, such as `ENOSPC` */
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`Expected to write ${path} but received ${reason}; make room or choose another --out`)
  }
}

export const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException)?.code ?? (error instanceof Error ? error.message : String(error))
