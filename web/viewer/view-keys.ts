import { panBy, type Stage, type View, wholePhoto, zoomAbout } from './view.ts'

const STEP = 64
export const ZOOM_STEP = 1.4

/** @returns where a key leads; null for a key that does not move the photo */
export function viewAfterKey(
  view: View,
  { key, shiftKey }: { key: string; shiftKey: boolean },
  stage: Stage,
): View | null {
  const step = shiftKey ? 4 * STEP : STEP
  switch (key) {
    case 'ArrowLeft':
      return panBy(view, step, 0, stage)
    case 'ArrowRight':
      return panBy(view, -step, 0, stage)
    case 'ArrowUp':
      return panBy(view, 0, step, stage)
    case 'ArrowDown':
      return panBy(view, 0, -step, stage)
    case '+':
    case '=':
      return zoomInMiddle(view, ZOOM_STEP, stage)
    case '-':
    case '_':
      return zoomInMiddle(view, 1 / ZOOM_STEP, stage)
    case '0':
      return wholePhoto
    default:
      return null
  }
}

export const zoomInMiddle = (view: View, factor: number, stage: Stage): View =>
  zoomAbout(view, factor, [stage.frame.width / 2, stage.frame.height / 2], stage)
