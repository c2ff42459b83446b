import { Maximize, Minus, Plus } from 'lucide-react'
import { useTexts } from '../texts/texts-context.tsx'
import styles from './photo-stage.module.css'
import { type Stage, wholePhoto } from './view.ts'
import { ZOOM_STEP, zoomInMiddle } from './view-keys.ts'
import type { ViewStore } from './view-store.ts'

/** For those who have neither wheel nor fingers on the photo. */
export function ZoomControls({ views, stage }: { views: ViewStore; stage: Stage }) {
  const { viewer } = useTexts()
  const zoom = (factor: number) => views.glide(zoomInMiddle(views.get(), factor, stage))
  return (
    <div className={styles.controls} data-control>
      <button type="button" aria-label={viewer.zoomIn} title={viewer.zoomIn} onClick={() => zoom(ZOOM_STEP)}>
        <Plus aria-hidden />
      </button>
      <button
        type="button"
        aria-label={viewer.zoomOut}
        title={viewer.zoomOut}
        onClick={() => zoom(1 / ZOOM_STEP)}
      >
        <Minus aria-hidden />
      </button>
      <button
        type="button"
        aria-label={viewer.wholePhoto}
        title={viewer.wholePhoto}
        onClick={() => views.glide(wholePhoto)}
      >
        <Maximize aria-hidden />
      </button>
    </div>
  )
}
