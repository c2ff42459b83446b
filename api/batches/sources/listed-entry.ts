import type { EntrySource } from '../records.ts'

/** What a source says it holds, before anything of it is opened. */
export type ListedEntry = { name: string } & (
  | { source: NonNullable<EntrySource> }
  /** Why it will not be opened. */
  | { refused: Error & { code: string } }
)
