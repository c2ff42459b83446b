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
}

/** @throws PhotoError, ServerBusy, the signal's reason */
export type Prepare = (
  bytes: Uint8Array,
  settings: Pick<ReadyPhoto['preprocessing'], 'workingSide' | 'clahe'>,
  signal?: AbortSignal,
) => Promise<PreparedPhoto>
