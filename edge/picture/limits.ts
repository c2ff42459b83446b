/** What is read before a photo is refused. */
export interface PhotoLimits {
  /** Size of the file. @default 40 MiB */
  maxBytes: number
  /** Width times height, in millions, as the header states them. @default 100 */
  maxMegapixels: number
  /** Shorter side in pixels. @default 16 */
  minSide: number
  /** Passes of a progressive JPEG over its picture. @default 100 */
  maxScans: number
  /** Time the decoder may work on one photo, in seconds; 0 is unlimited. @default 30 */
  maxSeconds: number
}

export const defaultPhotoLimits: Readonly<PhotoLimits> = {
  maxBytes: 40 * 1024 * 1024,
  maxMegapixels: 100,
  minSide: 16,
  maxScans: 100,
  maxSeconds: 30,
}
