import type { Grouping } from '../records.ts'

/** A claim is read as a whole: a folder with more photos makes several. */
export const PHOTOS_PER_CLAIM = 100

/**
 * Which photos share a claim: those of one folder, up to a hundred.
 *
 * @returns for `car 7/front.jpg` the folder `car 7`; null for a claim of its own
 */
export function createGroups(grouping: Grouping): (name: string) => string | null {
  const counts = new Map<string, number>()
  return (name) => {
    const end = name.lastIndexOf('/')
    if (grouping === 'PHOTO' || end < 0) return null
    const folder = name.slice(0, end)
    const count = counts.get(folder) ?? 0
    counts.set(folder, count + 1)
    const part = Math.floor(count / PHOTOS_PER_CLAIM)
    return part === 0 ? folder : `${folder} (${part + 1})`
  }
}
