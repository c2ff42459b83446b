import { useEffect, useMemo, useRef } from 'react'
import type { Ring } from '../../inference/geometry/types.ts'
import { PhotoViewer } from '../viewer/photo-viewer.tsx'
import { PolygonEditor } from '../viewer/polygon-editor.tsx'
import type { ViewerDamage, ViewerPart, ViewerPhoto } from '../viewer/types.ts'
import { look } from './review-task.ts'
import type { ReviewedDamage } from './review-types.ts'
import type { useReviewSteps } from './use-review-steps.ts'

const NEW = 'new'
/** What was drawn and has no name yet, as the viewer shows it. */
const pending = (polygons: Ring[]): ViewerDamage => ({
  id: NEW,
  type: 'scratch',
  part: null,
  severity: 'MODERATE',
  confidence: 1,
  polygons,
  plausible: null,
  review: 'ADDED',
})

interface ReviewPhotoProps {
  photo: ViewerPhoto
  damages: readonly ReviewedDamage[]
  parts: readonly ViewerPart[]
  showParts: boolean
  steps: ReturnType<typeof useReviewSteps>
  hoveredId: string | null
  onHover: (id: string | null) => void
}

/** The photo to look at, or to draw on. */
export function ReviewPhoto({
  photo,
  damages,
  parts,
  showParts,
  steps,
  hoveredId,
  onHover,
}: ReviewPhotoProps) {
  const { judge, chosen, chosenId, choose, task, setTask } = steps
  const drawn = useMemo(
    () => damages.map(({ state, ...damage }) => ({ ...damage, review: state })),
    [damages],
  )
  // After an editor or a form is gone the keyboard goes on from the photo.
  const frame = useRef<HTMLDivElement>(null)
  const wasBusy = useRef(false)
  useEffect(() => {
    if (wasBusy.current && task.kind === 'look')
      frame.current?.querySelector('section')?.focus({ preventScroll: true })
    wasBusy.current = task.kind !== 'look'
  }, [task.kind])

  return (
    <div ref={frame} className="review-photo">
      {task.kind === 'outline' && chosen ? (
        <PolygonEditor
          key={chosen.id}
          photo={photo}
          initial={chosen.polygons}
          type={chosen.type}
          others={drawn.filter(({ id }) => id !== chosen.id)}
          saving={judge.saving}
          onSave={(polygons) => void steps.send({ verdict: 'CORRECT', polygons })}
          onCancel={() => setTask(look)}
        />
      ) : task.kind === 'draw' ? (
        <PolygonEditor
          photo={photo}
          initial={task.polygons}
          type="scratch"
          others={drawn}
          onSave={(polygons) => setTask({ kind: 'name', polygons })}
          onCancel={() => setTask(look)}
        />
      ) : (
        <PhotoViewer
          photo={photo}
          damages={task.kind === 'name' ? [...drawn, pending(task.polygons)] : drawn}
          parts={parts}
          showParts={showParts}
          selectedId={task.kind === 'name' ? NEW : chosenId}
          onSelect={choose}
          hoveredId={hoveredId}
          onHover={onHover}
        />
      )}
    </div>
  )
}
