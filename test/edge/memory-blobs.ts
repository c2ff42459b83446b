import { type Blobs, checkKey } from '../../edge/blobs/blobs.ts'

/** A store in memory, for tests that take thousands of photos in and do not ask about disks. */
export function createMemoryBlobs(): Blobs {
  const files = new Map<string, Uint8Array>()
  return {
    put: async (key, bytes) => void files.set(checkKey(key), new Uint8Array(bytes)),
    get: async (key) => {
      const file = files.get(checkKey(key))
      return file ? new Uint8Array(file) : null
    },
    head: async (key) => {
      const file = files.get(checkKey(key))
      return file ? { bytes: file.length, modifiedAt: new Date(0) } : null
    },
    delete: async (key) => void files.delete(checkKey(key)),
    list: async (prefix) => [...files.keys()].filter((key) => key.startsWith(prefix)),
  }
}
