import { type DBSchema, openDB } from 'idb'

/** A photo that is not with the server yet, as it is kept for the next visit. */
export interface KeptPhoto {
  id: string
  /** The tab that sends it. */
  tab: string
  /** Who added it. */
  owner: string
  name: string
  size: number | null
  /** Under which the API carries its assessment out once. */
  key: string
  detail: 'STANDARD' | 'HIGH'
  /** What its claim is called, where that is new. */
  reference: string | null
  /** Photos of one group go to one claim. */
  group: string
  /** Null once the server has it. */
  file: Blob | null
  photoId: string | null
  /** Milliseconds since 1970. */
  keptAt: number
}

/** A kept photo, and its claim where that is open already. */
export type LeftPhoto = KeptPhoto & { claimId: string | null }

/** Photos on this machine's disk, until the server has them. */
export interface KeptPhotos {
  put(photo: KeptPhoto): Promise<void>
  /** Does nothing where there is no such photo. */
  change(id: string, change: Partial<KeptPhoto>): Promise<void>
  setClaim(group: string, claimId: string): Promise<void>
  /** Oldest first. */
  all(): Promise<LeftPhoto[]>
  /** Claims whose last photo goes are forgotten, too. */
  remove(ids: readonly string[]): Promise<void>
}

interface Schema extends DBSchema {
  photos: { key: string; value: KeptPhoto }
  /** Claims by group. */
  claims: { key: string; value: string }
}

/** Opens them in the browser's database. Opened when they are first needed. */
export function createKeptPhotos(name = 'dentgraph.uploads'): KeptPhotos {
  let opened: ReturnType<typeof openDB<Schema>> | null = null
  const open = () => {
    opened ??= openDB<Schema>(name, 1, {
      upgrade(database) {
        database.createObjectStore('photos', { keyPath: 'id' })
        database.createObjectStore('claims')
      },
    })
    return opened
  }
  return {
    async put(photo) {
      await (await open()).put('photos', photo)
    },
    async change(id, change) {
      const { store, done } = (await open()).transaction('photos', 'readwrite')
      const photo = await store.get(id)
      if (photo) await store.put({ ...photo, ...change })
      await done
    },
    async setClaim(group, claimId) {
      await (await open()).put('claims', claimId, group)
    },
    async all() {
      const database = await open()
      const [photos, groups, claims] = await Promise.all([
        database.getAll('photos'),
        database.getAllKeys('claims'),
        database.getAll('claims'),
      ])
      const claimOf = new Map(groups.map((group, i) => [group, claims[i]]))
      return photos
        .map((photo) => ({ ...photo, claimId: claimOf.get(photo.group) ?? null }))
        .sort((a, b) => a.keptAt - b.keptAt)
    },
    async remove(ids) {
      const transaction = (await open()).transaction(['photos', 'claims'], 'readwrite')
      const [photos, claims] = [transaction.objectStore('photos'), transaction.objectStore('claims')]
      await Promise.all(ids.map((id) => photos.delete(id)))
      if ((await photos.count()) === 0) await claims.clear()
      await transaction.done
    },
  }
}
