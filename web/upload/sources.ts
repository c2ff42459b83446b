import type { UploadFailure } from './upload-item.ts'

/** Where a photo comes from: a file, or an entry of an archive that is unpacked when its turn comes. */
export interface PhotoSource {
  name: string
  size: number | null
  open(): Promise<Blob>
  /** Set for what is listed only to say why it is left out. */
  failure?: UploadFailure
}

const PHOTO = /\.(jpe?g|jfif|png|webp|avif|heic|heif|tiff?|gif)$/i
const isZip = (file: File) => /\.zip$/i.test(file.name) || /^application\/(x-)?zip/.test(file.type)

/** Files as sources of photos, archives unpacked, in the order given. */
export async function sourcesOf(files: readonly File[]): Promise<PhotoSource[]> {
  const lists = await Promise.all(
    files.map(async (file) =>
      isZip(file)
        ? (await import('./read-zip.ts')).readZip(file, (name) => PHOTO.test(name))
        : [{ name: file.name, size: file.size, open: async () => file }],
    ),
  )
  return lists.flat()
}
