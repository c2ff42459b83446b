import type { PhotoFormat } from '../picture/sniff.ts'
import { stripJpeg } from './strip-jpeg.ts'

export interface Original {
  bytes: Uint8Array
  contentType: string
}
export async function cleanOriginal(bytes: Uint8Array, format: PhotoFormat): Promise<Original> {
  return { bytes: stripJpeg(bytes) ?? bytes, contentType: `image/${format}` }
}
