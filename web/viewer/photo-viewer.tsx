import { type KeyboardEvent, useMemo, useState } from 'react'
import { useTexts } from '../texts/texts-context.tsx'
import { DamageLabels } from './damage-labels.tsx'
import { DamageShape, OutlineStroke } from './damage-shape.tsx'
import type { Spot } from './gestures.ts'
import { hitTest } from './hit-test.ts'
import { overlayBox } from './outline-path.ts'
import { PartOutlines } from './part-outlines.tsx'
import { PhotoStage } from './photo-stage.tsx'
import styles from './photo-viewer.module.css'
import type { PhotoViewerProps } from './types.ts'
import { useViewStore } from './use-view-store.ts'
import { reveal } from './view.ts'
import { visibleDamages } from './visible-damages.ts'

const noParts: NonNullable<PhotoViewerProps['parts']> = []

/** A photo with its damages: zoomed, dragged, pointed at and gone through by keyboard. */
export function PhotoViewer(props: PhotoViewerProps) {
  const { photo, damages, parts = noParts, selectedId = null, hoveredId = null, showParts = false } = props
  const { onSelect, onHover, visibleTypes, minConfidence } = props
  const { viewer } = useTexts()
  const views = useViewStore(photo.src)
  const shown = useMemo(
    () => visibleDamages(damages, { visibleTypes, minConfidence }),
    [damages, visibleTypes, minConfidence],
  )
  const [pointed, setPointed] = useState<string | null>(null)
  const hit = ({ photo: at, shown: size, touch }: Spot) => hitTest(at, shown, size, touch ? 18 : 6)
  const point = (id: string | null) => {
    if (id === pointed) return
    setPointed(id)
    onHover?.(id)
  }
  const onKey = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || selectedId === null) return false
    onSelect?.(null)
    return true
  }
  const selected = shown.find(({ id }) => id === selectedId)

  return (
    <PhotoStage
      photo={photo}
      views={views}
      label={viewer.label}
      cursor={pointed ? 'pointer' : 'grab'}
      onKey={onKey}
      onPoint={(spot) => point(spot && hit(spot))}
      onTap={(spot) => onSelect?.(hit(spot))}
    >
      {(size, stage) => (
        <>
          <svg className={styles.overlay} {...overlayBox} role="presentation">
            {showParts && <PartOutlines parts={parts} />}
            {shown.map((damage) => (
              <DamageShape
                key={damage.id}
                damage={damage}
                selected={damage.id === selectedId}
                hovered={damage.id === hoveredId || damage.id === pointed}
                quiet={selectedId !== null && damage.id !== selectedId}
                onSelect={onSelect}
                onFocus={() => {
                  onHover?.(damage.id)
                  const view = views.get()
                  const next = reveal(damage.polygons, view, stage)
                  if (next !== view) views.glide(next)
                }}
                onBlur={() => onHover?.(null)}
              />
            ))}
            {/* Once more on top, so that nothing lies over it; the shapes keep their order for the keyboard. */}
            {selected && <OutlineStroke damage={selected} emphasis="selected" />}
          </svg>
          <DamageLabels
            damages={shown}
            parts={showParts ? parts : noParts}
            size={size}
            selectedId={selectedId}
            hoveredId={hoveredId ?? pointed}
          />
        </>
      )}
    </PhotoStage>
  )
}
