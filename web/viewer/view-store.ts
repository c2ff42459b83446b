import { type View, wholePhoto } from './view.ts'

/**
 * A view outside of React's state: dragging changes it on every frame, and nothing is to be rendered anew for
 * that. Stages that share one show the same place, which is how two visits are looked at side by side.
 */
export interface ViewStore {
  get(): View
  /** Ends an animation. */
  set(view: View): void
  /** Goes there within a moment; at once for people who want less motion. */
  glide(view: View): void
  subscribe(listener: () => void): () => void
}

const GLIDE_MS = 160

export function createViewStore(): ViewStore {
  let view = wholePhoto
  let frame = 0
  const listeners = new Set<() => void>()
  const change = (next: View) => {
    view = next
    for (const listener of listeners) listener()
  }
  const stop = () => cancelAnimationFrame(frame)
  return {
    get: () => view,
    set(next) {
      stop()
      change(next)
    },
    glide(to) {
      stop()
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) return change(to)
      const from = view
      const start = performance.now()
      const step = (now: number) => {
        const done = Math.min(Math.max((now - start) / GLIDE_MS, 0), 1)
        const eased = 1 - (1 - done) ** 3
        change(done === 1 ? to : between(from, to, eased))
        if (done < 1) frame = requestAnimationFrame(step)
      }
      frame = requestAnimationFrame(step)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Zoom changes by factors, so that the way in is as fast as the way out. */
function between(from: View, to: View, share: number): View {
  const zoom = from.zoom * (to.zoom / from.zoom) ** share
  // The centre follows the zoom: a point that is to stay under the pointer does, all the way.
  const way = to.zoom === from.zoom ? share : (1 / from.zoom - 1 / zoom) / (1 / from.zoom - 1 / to.zoom)
  return { zoom, cx: from.cx + (to.cx - from.cx) * way, cy: from.cy + (to.cy - from.cy) * way }
}
