import { tiffOf } from './tiff.ts'

/**
 * Decodes the main picture of a HEIC file with libheif in WebAssembly, which is loaded on first use.
 * Rotation and mirroring stand in the container and are applied; EXIF orientation must not be, too.
 *
 * @param icc colour profile of the file, where it has one
 * @returns an uncompressed TIFF with that profile, for sharp to go on with
 * @throws {Error} plain, if the file cannot be decoded
 */
export async function decodeHeic(bytes: Uint8Array, icc: Uint8Array | undefined): Promise<Uint8Array> {
  const { default: decode } = await import('heic-decode')
  const { data, width, height } = await decode({ buffer: bytes })
  return tiffOf({ rgba: data, width, height, icc })
}
