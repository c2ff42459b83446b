import type { ClaimFile } from './claim-file.ts'

export interface RecentFiles {
  /** The claim's file as it was read last, if that was at this version. */
  get(pk: string, version: number): ClaimFile | null
  keep(pk: string, file: ClaimFile): void
}

/**
 * Files read a short while ago. The version of its head tells whether anything of a claim has changed, so
 * that one small read shows whether all that was read and computed before still holds.
 *
 * @param most files that are kept; the one longest unused goes first
 */
export function createRecentFiles(most = 200): RecentFiles {
  const files = new Map<string, ClaimFile>()
  const keep = (pk: string, file: ClaimFile) => {
    files.delete(pk)
    files.set(pk, file)
    const [oldest] = files.keys()
    if (files.size > most && oldest !== undefined) files.delete(oldest)
  }
  return {
    get(pk, version) {
      const file = files.get(pk)
      if (file?.version !== version) return null
      keep(pk, file)
      return file
    },
    keep,
  }
}
