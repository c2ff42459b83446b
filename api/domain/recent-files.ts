import type { ClaimFile } from './claim-file.ts'

export interface RecentFiles {
  /** The claim's file as it was read last, if that was at this version. */
  get(pk: string, version: number): ClaimFile | null
  keep(pk: string, file: ClaimFile): void
  /** The claim is gone. */
  forget(pk: string): void
}

export interface RecentFilesOptions {
  /** Files that are kept. @default 200 */
  mostFiles?: number
  /** Points of their outlines that are kept, some 150 bytes each with what is computed of them. @default 60000 */
  mostPoints?: number
}

interface Kept {
  file: ClaimFile
  points: number
}

/**
 * Files read a short while ago. The version of its head tells whether anything of a claim has changed, so
 * that one small read shows whether all that was read and computed before still holds. The one longest unused goes
 * first; one with more points than all may have together is not kept.
 */
export function createRecentFiles({
  mostFiles = 200,
  mostPoints = 60_000,
}: RecentFilesOptions = {}): RecentFiles {
  const files = new Map<string, Kept>()
  let points = 0

  function forget(pk: string) {
    points -= files.get(pk)?.points ?? 0
    files.delete(pk)
  }
  function put(pk: string, kept: Kept) {
    forget(pk)
    if (kept.points > mostPoints) return
    files.set(pk, kept)
    points += kept.points
    for (const oldest of files.keys()) {
      if (files.size <= mostFiles && points <= mostPoints) break
      forget(oldest)
    }
  }

  return {
    get(pk, version) {
      const kept = files.get(pk)
      if (kept?.file.version !== version) return null
      put(pk, kept)
      return kept.file
    },
    keep: (pk, file) => put(pk, { file, points: pointsOf(file) }),
    forget,
  }
}

/** Points of all outlines of a file, which are nearly all of its size. */
function pointsOf({ assessments }: ClaimFile): number {
  let points = 0
  for (const { answer } of assessments)
    for (const { polygon, polygons } of [...(answer?.damages ?? []), ...(answer?.parts ?? [])])
      points += polygons.reduce((sum, ring) => sum + ring.length, polygon.length)
  return points
}
