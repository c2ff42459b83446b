import { defaultInputLimits, type InputLimits } from '../../inference/cli/inputs/limits.ts'

export interface BatchLimits extends InputLimits {
  /** Bytes of one zip. @default 64 GiB */
  maxZipBytes: number
  /** Photos that one request may name. @default 10,000 */
  maxPhotoIds: number
  /** Batches of one tenant that have not ended. @default 100 */
  maxOpen: number
  /** Longest pause between two pieces of a zip that arrives. @default 30 */
  stallSeconds: number
  /** A zip is kept for so long, to retry what failed. @default a week */
  keepZipSeconds: number
}

export const defaultBatchLimits: Readonly<BatchLimits> = {
  ...defaultInputLimits,
  /** Nothing of an entry is held in memory until its turn comes, so that there may be many. */
  maxEntries: 100_000,
  maxZipBytes: 64 * 1024 ** 3,
  maxPhotoIds: 10_000,
  maxOpen: 100,
  stallSeconds: 30,
  keepZipSeconds: 7 * 24 * 3600,
}
