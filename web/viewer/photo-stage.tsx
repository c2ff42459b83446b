import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useTexts } from '../texts/texts-context.tsx'
import { isControl, listenForGestures, type PointerTalk } from './gestures.ts'
import styles from './photo-stage.module.css'
import type { ViewerPhoto } from './types.ts'
import { fittedSize, type Size, type Stage, toFrame } from './view.ts'
import { viewAfterKey } from './view-keys.ts'
import type { ViewStore } from './view-store.ts'
import { ZoomControls } from './zoom-controls.tsx'

interface PhotoStageProps extends PointerTalk {
  photo: ViewerPhoto
  views: ViewStore
  /** Says what the frame is for, before the photo's own description. */
  label: string
  /** What lies on the photo, drawn at this size in CSS pixels; it moves with the photo. */
  children?: (shown: Size, stage: Stage) => ReactNode
  /** Keys that are not the photo's: return true for those that were used. */
  onKey?: (event: KeyboardEvent, shown: Size) => boolean
  /** Says which keys do what. @default those of the viewer */
  keys?: string
  /** Takes the keyboard over when it appears. @default false */
  takesFocus?: boolean
  cursor?: 'default' | 'grab' | 'pointer' | 'crosshair' | 'move'
}

/** How long after the last change of zoom the overlay is drawn sharply at its new size. */
const SETTLE_MS = 120

/** A photo to be zoomed and dragged. Dragging moves one composited layer and renders nothing. */
export function PhotoStage({
  photo,
  views,
  label,
  children,
  onKey,
  keys,
  takesFocus = false,
  cursor = 'grab',
  ...talk
}: PhotoStageProps) {
  const texts = useTexts()
  const frame = useRef<HTMLElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const size = useSizeOf(frame)
  const [laidOut, setLaidOut] = useState(() => views.get().zoom)
  const [loaded, setLoaded] = useState<string | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const keysId = useId()
  const stage: Stage | null = size && { frame: size, photo }
  const latest = useRef({ stage, talk })
  latest.current = { stage, talk }

  useEffect(() => {
    if (takesFocus) frame.current?.focus({ preventScroll: true })
  }, [takesFocus])

  useEffect(() => {
    if (!frame.current || !size) return
    const now = () => latest.current.stage as Stage
    return listenForGestures(frame.current, now, views, () => latest.current.talk)
  }, [views, size === null])

  useLayoutEffect(() => {
    let settle: ReturnType<typeof setTimeout>
    let asked = 0
    const place = () => {
      asked = 0
      const { stage } = latest.current
      if (!layer.current || !frame.current || !stage) return
      const view = views.get()
      const [x, y] = toFrame([0, 0], view, stage)
      layer.current.style.transform = `translate3d(${x}px, ${y}px, 0) scale(${view.zoom / laidOut})`
      // Over a photo in full view a finger scrolls the page; over a larger one it moves the photo.
      frame.current.style.touchAction = view.zoom > 1 ? 'none' : 'pan-y'
    }
    place()
    const settleLater = () => {
      clearTimeout(settle)
      if (views.get().zoom !== laidOut) settle = setTimeout(() => setLaidOut(views.get().zoom), SETTLE_MS)
    }
    settleLater()
    const unsubscribe = views.subscribe(() => {
      asked ||= requestAnimationFrame(place)
      settleLater()
    })
    return () => {
      unsubscribe()
      clearTimeout(settle)
      cancelAnimationFrame(asked)
    }
  }, [views, laidOut, size, photo.width, photo.height])

  const fitted = stage && fittedSize(stage)
  const shown = fitted && { width: fitted.width * laidOut, height: fitted.height * laidOut }

  const onKeyDown = (event: KeyboardEvent) => {
    if (isControl(event.target) || (shown && onKey?.(event, shown))) return
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next = stage && viewAfterKey(views.get(), event, stage)
    if (!next) return
    event.preventDefault()
    views.glide(next)
  }

  return (
    <section
      ref={frame}
      className={styles.frame}
      data-cursor={cursor}
      aria-label={`${label}: ${photo.alt}`}
      aria-describedby={keysId}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <p id={keysId} className={styles.unseen}>
        {keys ?? texts.viewer.keys}
      </p>
      {stage && shown && (
        <div ref={layer} className={styles.layer} style={shown}>
          <img
            key={photo.src}
            className={styles.photo}
            src={photo.src}
            alt={photo.alt}
            draggable={false}
            decoding="async"
            data-loaded={loaded === photo.src}
            onLoad={() => setLoaded(photo.src)}
            onError={() => setFailed(photo.src)}
          />
          {children?.(shown, stage)}
        </div>
      )}
      {failed === photo.src && (
        <p role="alert" className={styles.failed}>
          {texts.viewer.photoFailed}
        </p>
      )}
      {stage && <ZoomControls views={views} stage={stage} />}
    </section>
  )
}

/** In CSS pixels, kept up to date; null before the first layout and while it has no area. */
function useSizeOf(element: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null)
  useLayoutEffect(() => {
    const current = element.current
    if (!current) return
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = current
      setSize(width > 0 && height > 0 ? { width, height } : null)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return size
}
