export const stripJpeg = (bytes: Uint8Array): Uint8Array | null => bytes
