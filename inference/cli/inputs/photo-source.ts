/** One photo to assess, found but not yet read. */
export interface PhotoSource {
  /** How the answer names it: the path as given, and inside a folder or zip what follows there. */
  photo: string
  /** Where it lies inside its folder or zip, for `--out`; of a single photo its file name. */
  relative: string
  /** The zip it lies in, as given; null outside of zips. */
  archive: string | null
  /** @throws InputError, PhotoError */
  read(): Promise<Uint8Array>
}

/** Why a file in a folder or zip is not assessed. */
export type SkipReason = 'hidden' | 'annotated' | 'zip' | 'other'

/** Everything found at the paths given, in order. What cannot be read is listed too: its `read` says why. */
export interface Listing {
  photos: PhotoSource[]
  skipped: Record<SkipReason, number>
}

export const emptyListing = (): Listing => ({
  photos: [],
  skipped: { hidden: 0, annotated: 0, zip: 0, other: 0 },
})

/** A place in the list for what cannot be read. */
export const brokenSource = (photo: string, error: unknown, archive: string | null = null): PhotoSource => ({
  photo,
  relative: '',
  archive,
  read: () => Promise.reject(error),
})
