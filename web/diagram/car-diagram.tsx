import { type KeyboardEvent, type SyntheticEvent, useId, useMemo, useRef, useState } from 'react'
import { partName } from '../texts/naming.ts'
import { useTexts } from '../texts/texts-context.tsx'
import styles from './car-diagram.module.css'
import { CarViewDrawing } from './car-view-drawing.tsx'
import { DiagramLegend } from './diagram-legend.tsx'
import { DiagramTip, type TipPlace } from './diagram-tip.tsx'
import { drawnParts, views } from './drawn-parts.ts'
import { findingsByPart } from './part-findings.ts'
import { SeverityPatterns } from './severity-patterns.tsx'
import type { CarDiagramProps } from './types.ts'

/** The car from all sides; parts fill in where damage was found. */
export function CarDiagram({ findings, selectedPart = null, onSelect }: CarDiagramProps) {
  const texts = useTexts()
  const patterns = useId()
  const figure = useRef<HTMLElement>(null)
  const [tip, setTip] = useState<{ part: string; place: TipPlace } | null>(null)
  const parts = useMemo(() => findingsByPart(findings, drawnParts), [findings])
  const elsewhere = parts.get(null)
  const count = parts.size - (elsewhere ? 1 : 0)

  const show = (part: string, { currentTarget }: SyntheticEvent<Element>) => {
    const frame = figure.current?.getBoundingClientRect()
    if (!frame) return
    const { left, top, width, bottom } = currentTarget.getBoundingClientRect()
    setTip({
      part,
      place: {
        x: left + width / 2 - frame.left,
        above: top - frame.top,
        below: bottom - frame.top,
        room: frame.width,
      },
    })
  }
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') setTip(null)
  }

  return (
    <figure
      ref={figure}
      className={styles.diagram}
      aria-label={texts.diagram.label(count)}
      onKeyDown={onKeyDown}
      onPointerLeave={() => setTip(null)}
    >
      <SeverityPatterns id={patterns} />
      <div className={styles.views}>
        {views.map((view) => (
          <CarViewDrawing
            key={view.name}
            view={view}
            parts={parts}
            patterns={patterns}
            selectedPart={selectedPart}
            pointedPart={tip?.part ?? null}
            onSelect={onSelect}
            onShow={show}
            onHide={() => setTip(null)}
          />
        ))}
      </div>
      {tip && (
        <DiagramTip
          title={partName(texts, tip.part)}
          findings={parts.get(tip.part)?.findings ?? []}
          place={tip.place}
        />
      )}
      <DiagramLegend elsewhere={elsewhere?.findings ?? []} />
    </figure>
  )
}
