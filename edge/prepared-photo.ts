import type { ReadyPhoto } from './photo-record.ts'

/** A photo read, normalised, enhanced, judged and hashed; not stored yet. */
export interface PreparedPhoto
  extends Pick<
    ReadyPhoto,
    'width' | 'height' | 'format' | 'quality' | 'perceptualHash' | 'takenAt' | 'camera' | 'working'
  > {
  /** All pixels of the upload, without its metadata. */
  original: { bytes: Uint8Array; contentType: string }
  /** JPEG: upright, sRGB, at working size. */
  normalized: Uint8Array
  /** JPEG: the same after CLAHE. */
  enhanced: Uint8Array
  /** Lets go of the three pictures' memory at once; they are empty afterwards. Absent where they are garbage like any other. */
  release?: () => void
}

export interface PrepareOptions {
  signal?: AbortSignal | undefined
  /** Nobody needs the bytes any more: they may be gone afterwards, instead of copied. @default false */
  handOver?: boolean | undefined
}

/** @throws PhotoError, ServerBusy, the signal's reason */
export type Prepare = (
  bytes: Uint8Array,
  settings: Pick<ReadyPhoto['preprocessing'], 'workingSide' | 'clahe'>,
  options?: PrepareOptions,
) => Promise<PreparedPhoto>
