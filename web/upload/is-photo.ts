/** `[offset, bytes]`, as Latin-1, by which a kind of photo that the server reads begins. */
const signatures: readonly [number, string][] = [
  [0, '\xff\xd8\xff'],
  [0, '\x89PNG\r\n\x1a\n'],
  [0, 'GIF8'],
  [8, 'WEBP'],
  [0, 'II*\0'],
  [0, 'MM\0*'],
  // HEIC and AVIF, and films; the server tells them apart.
  [4, 'ftyp'],
]

/** Whether a file may be a photo, by its first bytes: what cannot be one is not worth an upload. */
export async function mayBePhoto(file: Blob): Promise<boolean> {
  const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 16).arrayBuffer()))
  return signatures.some(([offset, bytes]) => head.startsWith(bytes, offset))
}
