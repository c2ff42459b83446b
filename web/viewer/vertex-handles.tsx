import { useEffect, useRef } from 'react'
import { useTexts } from '../texts/texts-context.tsx'
import type { Picked } from './editor-state.ts'
import type { Outlines } from './outline-edits.ts'
import styles from './polygon-editor.module.css'

interface VertexHandlesProps {
  outlines: Outlines
  picked: Picked | null
  onPick: (picked: Picked) => void
}

/** The points of the outlines, each a stop of the Tab key; pointers find the nearest one by themselves. */
export function VertexHandles({ outlines, picked, onPick }: VertexHandlesProps) {
  const { editor } = useTexts().viewer
  const handles = useRef<HTMLDivElement>(null)
  // After a point was inserted, removed or brought back by keyboard, the keyboard goes on from the picked one.
  useEffect(() => {
    if (!picked || picked.vertex === null || !handles.current?.contains(document.activeElement)) return
    const name = `${picked.ring}.${picked.vertex}`
    handles.current.querySelector<HTMLElement>(`[data-vertex="${name}"]`)?.focus({ preventScroll: true })
  }, [picked])
  return (
    <div ref={handles}>
      {outlines.flatMap((points, ring) =>
        points.map(([x, y], vertex) => (
          <button
            // Points have no name but their place.
            key={`${ring}.${vertex}`}
            type="button"
            className={styles.handle}
            data-vertex={`${ring}.${vertex}`}
            aria-label={editor.point(vertex + 1, points.length, ring + 1, outlines.length)}
            aria-pressed={picked?.ring === ring && picked.vertex === vertex}
            style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
            onFocus={() => onPick({ ring, vertex })}
          />
        )),
      )}
    </div>
  )
}
