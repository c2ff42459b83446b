import type { PhotoVersion } from './photo-record.ts'

/** A folder per photo. */
export const PHOTOS = 'photos/'

/** Where a photo's files are in the blob store. */
export const recordKey = (photo: string): string => `photos/${photo}/record.json`
export const pictureKey = (photo: string, version: PhotoVersion): string => `photos/${photo}/${version}`

/** All that is stored of a photo. */
export const photoFolder = (photo: string): string => `${PHOTOS}${photo}/`

/** What its latest assessment has to be drawn over it. */
export const overlayKey = (photo: string): string => `photos/${photo}/overlay.json`

/** Everything under here can be drawn again, and is removed after a while. */
export const DRAWN = 'drawn/'
export const drawnFolder = (photo: string): string => `${DRAWN}${photo}/`
/** What is to be drawn over a photo, and the picture that came of it; `name` says what it shows. */
export const drawingKey = (photo: string, name: string): string => `${drawnFolder(photo)}${name}.json`
export const drawnKey = (photo: string, name: string): string => `${drawnFolder(photo)}${name}.jpg`

/** A large photo as it arrived, until it is taken in; it still carries its metadata. */
export const incomingKey = (upload: string): string => `incoming/${upload}`
/** What became of it. */
export const uploadKey = (upload: string): string => `uploads/${upload}.json`

/** The upload that a key of `incomingKey` belongs to, or null. */
export const uploadOfKey = (key: string): string | null =>
  /^incoming\/(u[0-9a-f]{32})$/.exec(key)?.[1] ?? null

export const isPhotoId = (id: string): boolean => /^p[0-9a-f]{32}$/.test(id)
export const isUploadId = (id: string): boolean => /^u[0-9a-f]{32}$/.test(id)
