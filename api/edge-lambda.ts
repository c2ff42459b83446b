import type { Annotate } from '../edge/drawings.ts'
import { createEdgeHandler } from '../edge/lambda-handler.ts'

/** Loaded with the first picture that is drawn: most requests do without it. */
const annotate: Annotate = async (enhanced, overlay) => {
  const { drawOverlay } = await import('../inference/cli/annotate/draw-overlay.ts')
  return drawOverlay(enhanced, overlay)
}

/** The edge's Lambda function beside the API: it also draws the damages that the API has stored. */
export const handler = createEdgeHandler({ annotate })
