import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTexts } from '../texts/texts-context.tsx'
import type { Picked } from './editor-state.ts'
import type { Outlines } from './outline-edits.ts'
import styles from './polygon-editor.module.css'

interface VertexHandlesProps {
  outlines: Outlines
  picked: Picked | null
  onPick: (picked: Picked) => void
}

/** The points of the outlines, for the keyboard; pointers find the nearest one by themselves. */
export function VertexHandles({ outlines, picked, onPick }: VertexHandlesProps) {
  const { editor } = useTexts().viewer
  const handles = useRef<HTMLDivElement>(null)
  // After a point was inserted, removed or brought back by keyboard, the keyboard goes on from the picked one.
  useEffect(() => {
    if (!picked || picked.vertex === null || !handles.current?.contains(document.activeElement)) return
    const name = `${picked.ring}.${picked.vertex}`
    handles.current.querySelector<HTMLElement>(`[data-vertex="${name}"]`)?.focus({ preventScroll: true })
  }, [picked])
  // One stop of the Tab key for the page, and Tab inside of it: hundreds of points would be hundreds of stops.
  const stop = picked?.vertex == null ? '0.0' : `${picked.ring}.${picked.vertex}`
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Tab') return
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-vertex]')]
    const next = all[all.indexOf(event.target as HTMLElement) + (event.shiftKey ? -1 : 1)]
    if (!next) return
    event.preventDefault()
    next.focus({ preventScroll: true })
  }
  return (
    <div ref={handles} onKeyDown={onKeyDown}>
      {outlines.flatMap((points, ring) =>
        points.map(([x, y], vertex) => {
          const name = `${ring}.${vertex}`
          return (
            <button
              // Points have no name but their place.
              key={name}
              type="button"
              className={styles.handle}
              tabIndex={name === stop ? 0 : -1}
              data-vertex={name}
              aria-label={editor.point(vertex + 1, points.length, ring + 1, outlines.length)}
              aria-pressed={picked?.ring === ring && picked.vertex === vertex}
              style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
              onFocus={() => onPick({ ring, vertex })}
            />
          )
        }),
      )}
    </div>
  )
}
