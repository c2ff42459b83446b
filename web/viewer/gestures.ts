import type { Point } from '../../inference/geometry/types.ts'
import {
  fittedSize,
  panBy,
  type Size,
  type Stage,
  toPhoto,
  type View,
  wholePhoto,
  zoomAbout,
} from './view.ts'
import type { ViewStore } from './view-store.ts'

/** Where a pointer is. */
export interface Spot {
  /** 0 to 1 across the photo, less or more beside it. */
  photo: Point
  /** The photo's size in CSS pixels, as it is zoomed. */
  shown: Size
  /** With a finger one aims less well. */
  touch: boolean
}

/** What a pointer does that is not moving the photo. */
export interface PointerTalk {
  /** Takes the pointer over, for dragging something else than the photo, by returning true. */
  onGrab?: ((spot: Spot) => boolean) | undefined
  onDrag?: ((spot: Spot) => void) | undefined
  onDrop?: (() => void) | undefined
  onTap?: ((spot: Spot) => void) | undefined
  /** A pointer without buttons is over the photo, or has left it. */
  onPoint?: ((spot: Spot | null) => void) | undefined
  /** @default zooms in, or back out */
  onDoubleTap?: (() => void) | undefined
}

/** Pixels that a finger may move and still tap. */
const SLOP = 6
const DOUBLE_TAP_MS = 320
/** How far apart two taps of a double one may be: a mouse rests, a finger does not. */
const doubleTapReach = ({ pointerType }: PointerEvent) => (pointerType === 'touch' ? 32 : 5)
const DOUBLE_TAP_ZOOM = 2.5

interface Held {
  at: Point
  start: Point
  moved: boolean
}

/** Wheel, pinch, drag, tap and double tap on a frame. Returns what takes the listeners off again. */
export function listenForGestures(
  element: HTMLElement,
  stage: () => Stage,
  views: ViewStore,
  talk: () => PointerTalk,
): () => void {
  const held = new Map<number, Held>()
  let grabbed: number | null = null
  let lastTap: { at: Point; time: number } | null = null

  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  const spotOf = (at: Point, { pointerType }: PointerEvent): Spot => {
    const view = views.get()
    const { width, height } = fittedSize(stage())
    const shown = { width: width * view.zoom, height: height * view.zoom }
    return { photo: toPhoto(at, view, stage()), shown, touch: pointerType === 'touch' }
  }

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || isControl(event.target)) return
    const at = pointOf(event)
    if (held.size === 0 && talk().onGrab?.(spotOf(at, event))) {
      grabbed = event.pointerId
      element.setPointerCapture(event.pointerId)
    } else if (grabbed !== null) return
    held.set(event.pointerId, { at, start: at, moved: false })
  }

  const onPointerMove = (event: PointerEvent) => {
    const at = pointOf(event)
    const pointer = held.get(event.pointerId)
    if (!pointer) {
      if (event.pointerType !== 'touch' && event.buttons === 0) {
        talk().onPoint?.(isControl(event.target) ? null : spotOf(at, event))
      }
      return
    }
    if (!pointer.moved && distance(pointer.start, at) < SLOP) return
    if (!pointer.moved) {
      pointer.moved = true
      element.setPointerCapture(event.pointerId)
      talk().onPoint?.(null)
    }
    if (grabbed === event.pointerId) talk().onDrag?.(spotOf(at, event))
    else movePhoto(event.pointerId, pointer, at)
    pointer.at = at
  }

  function movePhoto(id: number, pointer: Held, at: Point) {
    const [other] = [...held].filter(([otherId]) => otherId !== id).map(([, one]) => one)
    if (!other) return views.set(panBy(views.get(), at[0] - pointer.at[0], at[1] - pointer.at[1], stage()))
    const [was, is] = [middle(pointer.at, other.at), middle(at, other.at)]
    const moved = panBy(views.get(), is[0] - was[0], is[1] - was[1], stage())
    const factor = distance(at, other.at) / Math.max(1, distance(pointer.at, other.at))
    views.set(zoomAbout(moved, factor, is, stage()))
  }

  const onPointerUp = (event: PointerEvent) => {
    const pointer = held.get(event.pointerId)
    held.delete(event.pointerId)
    if (grabbed === event.pointerId) {
      grabbed = null
      talk().onDrop?.()
      return
    }
    if (!pointer || pointer.moved || held.size > 0 || event.type === 'pointercancel') return
    const { at } = pointer
    const again =
      lastTap &&
      event.timeStamp - lastTap.time < DOUBLE_TAP_MS &&
      distance(lastTap.at, at) < doubleTapReach(event)
    lastTap = again ? null : { at, time: event.timeStamp }
    if (!again) talk().onTap?.(spotOf(at, event))
    else if (talk().onDoubleTap) talk().onDoubleTap?.()
    else views.glide(doubleTapped(views.get(), at, stage()))
  }

  const onWheel = (event: WheelEvent) => {
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 18 : 1
    const factor = Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.002))
    // With the whole photo in view, scrolling on is scrolling the page.
    if (!event.ctrlKey && factor <= 1 && views.get().zoom === 1) return
    event.preventDefault()
    views.set(zoomAbout(views.get(), factor, pointOf(event), stage()))
  }

  const onPointerLeave = () => talk().onPoint?.(null)

  const stop = new AbortController()
  const { signal } = stop
  element.addEventListener('pointerdown', onPointerDown, { signal })
  element.addEventListener('pointermove', onPointerMove, { signal })
  element.addEventListener('pointerup', onPointerUp, { signal })
  element.addEventListener('pointercancel', onPointerUp, { signal })
  element.addEventListener('pointerleave', onPointerLeave, { signal })
  element.addEventListener('wheel', onWheel, { signal, passive: false })
  return () => stop.abort()
}

function doubleTapped(view: View, at: Point, stage: Stage): View {
  return view.zoom > 1.5 ? wholePhoto : zoomAbout(view, DOUBLE_TAP_ZOOM / view.zoom, at, stage)
}

/** Buttons that lie on the photo work as buttons. */
export const isControl = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[data-control]') !== null

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])
const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
