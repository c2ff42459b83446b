import { defaultPhotoLimits } from '../../../edge/picture/limits.ts'

/** What is unpacked before an archive, or an entry of one, is refused. Declared sizes are enforced while unpacking. */
export interface InputLimits {
  /** Bytes of one photo, unpacked. @default that of {@link defaultPhotoLimits} */
  maxPhotoBytes: number
  /** Entries of one zip, folders and skipped files included. @default 20,000 */
  maxEntries: number
  /** Bytes of all photos of one zip, unpacked. @default 64 GiB */
  maxArchiveBytes: number
  /** Unpacked by packed size of an entry of at least 1 MiB; photos stay below 10. @default 200 */
  maxRatio: number
}

export const defaultInputLimits: Readonly<InputLimits> = {
  maxPhotoBytes: defaultPhotoLimits.maxBytes,
  maxEntries: 20_000,
  maxArchiveBytes: 64 * 1024 ** 3,
  maxRatio: 200,
}

/** Below this, an entry may shrink as much as it likes: a flat little PNG does. */
export const RATIO_FROM_BYTES = 1024 ** 2
