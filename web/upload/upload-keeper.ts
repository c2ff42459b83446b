import type { KeptPhoto, KeptPhotos, LeftPhoto } from './kept-photos.ts'

/** What is told of a photo when it joins the queue; `open` gives its bytes. */
export type PhotoToKeep = Omit<KeptPhoto, 'tab' | 'owner' | 'file' | 'keptAt'> & { open(): Promise<Blob> }

/**
 * Keeps the queue of uploads on disk, so that it outlives the tab. Whatever fails here, such as a full
 * disk, leaves the uploads themselves as they are.
 */
export interface UploadKeeper {
  keep(photo: PhotoToKeep): void
  /** The server has the photo: its bytes need not be kept any longer. */
  sent(id: string, photoId: string): void
  claimed(group: string, claimId: string): void
  /** There is nothing left to do for it. */
  forget(id: string): void
  /** Photos that a tab left behind which is closed by now; those of other people and old ones are removed. */
  left(): Promise<LeftPhoto[]>
  /** Makes them this tab's own. @returns those that no other tab was faster with */
  adopt(photos: readonly LeftPhoto[]): Promise<LeftPhoto[]>
  discard(photos: readonly LeftPhoto[]): Promise<void>
  /** Removes everything of a person who signs out. */
  clear(owner: string): Promise<void>
}

export interface KeeperDeps {
  photos: KeptPhotos
  /** The browser's, by which tabs know which of them are still there; without them nothing is kept. */
  locks: Pick<LockManager, 'request' | 'query'> | undefined
  /** Who uses the desk; null while that is not known, and nothing is kept. */
  owner: () => string | null
  tab: string
  /** @default 1 GiB */
  maxBytes?: number
  /** @default 2000 */
  maxPhotos?: number
  /** @default a week */
  maxAgeMs?: number
  clock?: () => number
}

const lockOf = (tab: string) => `dentgraph.uploads.${tab}`
const WEEK_MS = 7 * 24 * 3600 * 1000

export function createUploadKeeper({
  photos,
  locks,
  owner,
  tab,
  maxBytes = 1024 ** 3,
  maxPhotos = 2000,
  maxAgeMs = WEEK_MS,
  clock = Date.now,
}: KeeperDeps): UploadKeeper {
  /** Those that still have to be written, in the order in which they came. */
  const waiting = new Map<string, PhotoToKeep>()
  /** Bytes of those on disk. */
  const written = new Map<string, number>()
  /** Claims of this tab's groups. */
  const claims = new Map<string, string>()
  let writing = false
  let present: Promise<void> | null = null

  /** Held as long as this tab lives, so that others leave its photos alone. */
  const holdLock = () => {
    present ??= new Promise((resolve) => {
      void locks?.request(lockOf(tab), () => {
        resolve()
        return new Promise<never>(() => {})
      })
    })
    return present
  }

  async function write() {
    if (writing) return
    writing = true
    await holdLock()
    for (const [id, { open, ...photo }] of waiting) {
      const person = owner()
      const bytes = [...written.values()].reduce((sum, size) => sum + size, photo.size ?? 0)
      if (person && bytes <= maxBytes && written.size < maxPhotos) {
        const kept = { ...photo, tab, owner: person, keptAt: clock() }
        const file = photo.photoId ? null : await open().catch(() => null)
        // It may have gone its way meanwhile.
        const still = waiting.get(id)
        if (still && (file || still.photoId)) {
          written.set(id, file?.size ?? 0)
          await photos
            .put({ ...kept, photoId: still.photoId, file: still.photoId ? null : file })
            .catch(() => written.delete(id))
          const claimId = claims.get(photo.group)
          if (claimId) await photos.setClaim(photo.group, claimId).catch(() => undefined)
          // What was forgotten while it was written must not stay.
          if (!waiting.has(id)) await photos.remove([id]).catch(() => undefined)
        }
      }
      waiting.delete(id)
    }
    writing = false
  }

  const isAlive = async () => {
    const { held = [] } = (await locks?.query()) ?? {}
    const names = new Set(held.map(({ name }) => name))
    return (photo: KeptPhoto) => names.has(lockOf(photo.tab))
  }

  return {
    keep(photo) {
      if (!locks) return
      waiting.set(photo.id, photo)
      void write()
    },
    sent(id, photoId) {
      const still = waiting.get(id)
      if (still) waiting.set(id, { ...still, photoId })
      if (!written.has(id)) return
      written.set(id, 0)
      void photos.change(id, { photoId, file: null }).catch(() => undefined)
    },
    claimed(group, claimId) {
      claims.set(group, claimId)
      if (written.size > 0) void photos.setClaim(group, claimId).catch(() => undefined)
    },
    forget(id) {
      waiting.delete(id)
      if (written.delete(id)) void photos.remove([id]).catch(() => undefined)
    },
    async left() {
      const person = owner()
      if (!locks || !person) return []
      const [alive, all] = await Promise.all([isAlive(), photos.all()])
      const closed = all.filter((photo) => !alive(photo))
      const due = (photo: KeptPhoto) => photo.owner === person && photo.keptAt > clock() - maxAgeMs
      await photos.remove(closed.filter((photo) => !due(photo)).map(({ id }) => id))
      return closed.filter(due)
    },
    async adopt(wanted) {
      await holdLock()
      const ids = new Set(wanted.map(({ id }) => id))
      const taken = await locks?.request('dentgraph.uploads.adopt', async () => {
        const [alive, all] = await Promise.all([isAlive(), photos.all()])
        const free = all.filter((photo) => ids.has(photo.id) && !alive(photo))
        await Promise.all(free.map(({ id }) => photos.change(id, { tab })))
        return free
      })
      for (const { id, file } of taken ?? []) written.set(id, file?.size ?? 0)
      return taken ?? []
    },
    discard: (unwanted) => photos.remove(unwanted.map(({ id }) => id)),
    async clear(person) {
      waiting.clear()
      written.clear()
      claims.clear()
      const all = await photos.all()
      await photos.remove(all.filter((photo) => photo.owner === person).map(({ id }) => id))
    },
  }
}
