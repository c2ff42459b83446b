export interface EdgeLimits {
  /** Largest body, in bytes: a photo and the form around it. */
  maxBytes: number
  /** Bytes of bodies held at once, by all requests together. */
  heldBytes: number
  /** For a body to arrive. */
  bodySeconds: number
  /** For a photo to be taken in, or for a picture to be drawn, its wait included. */
  takeSeconds: number
  /** Requests per client: over time, and at once after a pause. */
  perMinute: number
  burst: number
}

export const defaultEdgeLimits: Readonly<EdgeLimits> = {
  maxBytes: 40 * 1024 * 1024 + 64 * 1024,
  heldBytes: 256 * 1024 * 1024,
  bodySeconds: 30,
  takeSeconds: 60,
  perMinute: 600,
  burst: 200,
}
