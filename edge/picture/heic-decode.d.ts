declare module 'heic-decode' {
  /** Decodes the main picture: interleaved RGBA, upright as the container says. */
  export default function decode(options: {
    buffer: Uint8Array
  }): Promise<{ width: number; height: number; data: Uint8ClampedArray }>
}
