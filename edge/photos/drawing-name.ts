import { createHash } from 'node:crypto'

/** Follows from what is drawn, so that a link never shows anything but what it was made for. */
export const drawingName = (overlay: object): string =>
  createHash('sha256').update(JSON.stringify(overlay)).digest('hex').slice(0, 32)
