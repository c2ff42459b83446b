import type { Point, Ring } from '../../inference/geometry/types.ts'

/** Width and height; of a frame in CSS pixels, of a photo in any unit. */
export interface Size {
  width: number
  height: number
}

/**
 * What of a photo is looked at. It does not depend on the frame's size, so it holds when the frame is
 * resized, and two photos can be looked at alike.
 */
export interface View {
  /** 1 shows the whole photo, 2 is twice as large. */
  zoom: number
  /** The point of the photo in the middle of the frame, 0 to 1 across it. */
  cx: number
  cy: number
}

export interface Stage {
  frame: Size
  photo: Size
}

export const wholePhoto: View = { zoom: 1, cx: 0.5, cy: 0.5 }

/** Where one pixel of the photo is this many of the screen, looking closer shows nothing more. */
const MOST_PIXELS_PER_PIXEL = 4
const LEAST_MAX_ZOOM = 8

/** Size in CSS pixels of the photo at zoom 1: all of it, as large as the frame allows. */
export function fittedSize({ frame, photo }: Stage): Size {
  const scale = Math.min(frame.width / photo.width, frame.height / photo.height)
  return { width: photo.width * scale, height: photo.height * scale }
}

export function maxZoom(stage: Stage): number {
  const { width } = fittedSize(stage)
  return Math.max(LEAST_MAX_ZOOM, (stage.photo.width * MOST_PIXELS_PER_PIXEL) / Math.max(1, width))
}

/** The nearest view that shows no more beside the photo than it must: a photo smaller than the frame is centred. */
export function clampView(view: View, stage: Stage): View {
  const fitted = fittedSize(stage)
  const zoom = Math.min(Math.max(view.zoom, 1), maxZoom(stage))
  const axis = (centre: number, shown: number, whole: number) => {
    const half = shown / whole / 2
    return half >= 0.5 ? 0.5 : Math.min(Math.max(centre, half), 1 - half)
  }
  return {
    zoom,
    cx: axis(view.cx, stage.frame.width, fitted.width * zoom),
    cy: axis(view.cy, stage.frame.height, fitted.height * zoom),
  }
}

/** @param point 0 to 1 across the photo @returns CSS pixels from the frame's top left corner */
export function toFrame([x, y]: Point, view: View, stage: Stage): Point {
  const { width, height } = fittedSize(stage)
  return [
    stage.frame.width / 2 + (x - view.cx) * width * view.zoom,
    stage.frame.height / 2 + (y - view.cy) * height * view.zoom,
  ]
}

/** The inverse of {@link toFrame}; a point beside the photo is below 0 or above 1. */
export function toPhoto([x, y]: Point, view: View, stage: Stage): Point {
  const { width, height } = fittedSize(stage)
  return [
    view.cx + (x - stage.frame.width / 2) / (width * view.zoom),
    view.cy + (y - stage.frame.height / 2) / (height * view.zoom),
  ]
}

/** Drags the photo by CSS pixels. */
export function panBy(view: View, dx: number, dy: number, stage: Stage): View {
  const { width, height } = fittedSize(stage)
  const cx = view.cx - dx / (width * view.zoom)
  const cy = view.cy - dy / (height * view.zoom)
  return clampView({ ...view, cx, cy }, stage)
}

/** Zooms so that what is under a point of the frame stays there, as far as the photo's borders let it. */
export function zoomAbout(view: View, factor: number, about: Point, stage: Stage): View {
  const zoom = Math.min(Math.max(view.zoom * factor, 1), maxZoom(stage))
  const [x, y] = toPhoto(about, view, stage)
  const kept = view.zoom / zoom
  return clampView({ zoom, cx: x + (view.cx - x) * kept, cy: y + (view.cy - y) * kept }, stage)
}

/** Room left around what is brought into view, as a share of the frame. */
const MARGIN = 0.15

/** The view that shows all of these outlines with as little change as possible; the same one if they are in view. */
export function reveal(rings: readonly Ring[], view: View, stage: Stage): View {
  const points = rings.flat()
  if (points.length === 0) return view
  const [left, top] = [Math.min(...points.map(([x]) => x)), Math.min(...points.map(([, y]) => y))]
  const [right, bottom] = [Math.max(...points.map(([x]) => x)), Math.max(...points.map(([, y]) => y))]
  const fitted = fittedSize(stage)
  const room = 1 - 2 * MARGIN
  const most = Math.min(
    (stage.frame.width * room) / Math.max((right - left) * fitted.width, 1e-9),
    (stage.frame.height * room) / Math.max((bottom - top) * fitted.height, 1e-9),
  )
  const zoom = Math.min(view.zoom, Math.max(1, most))
  const axis = (centre: number, low: number, high: number, shown: number, whole: number) => {
    const half = (shown / whole) * (0.5 - MARGIN)
    if (high - low >= 2 * half) return (low + high) / 2
    return Math.min(Math.max(centre, high - half), low + half)
  }
  const cx = axis(view.cx, left, right, stage.frame.width, fitted.width * zoom)
  const cy = axis(view.cy, top, bottom, stage.frame.height, fitted.height * zoom)
  return clampView({ zoom, cx, cy }, stage)
}
