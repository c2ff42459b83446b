import { TypeDot } from '../components/type-badge.tsx'
import { typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { Filters } from './filters.ts'

interface FilterPanelProps {
  filters: Filters
  /** Those found on the photo. */
  types: readonly string[]
  onChange: (filters: Filters) => void
}

export function FilterPanel({ filters, types, onChange }: FilterPanelProps) {
  const texts = useTexts()
  const { photo } = texts
  const format = useFormat()
  const toggle = (type: string) => {
    const hiddenTypes = new Set(filters.hiddenTypes)
    if (!hiddenTypes.delete(type)) hiddenTypes.add(type)
    onChange({ ...filters, hiddenTypes })
  }
  return (
    <section className="card photo-filters" aria-label={photo.filters}>
      <label className="photo-confidence">
        <span>
          {photo.confidence} <strong>{format.confidence(filters.minConfidence)}</strong>
        </span>
        <input
          type="range"
          min={0}
          max={0.95}
          step={0.05}
          value={filters.minConfidence}
          aria-valuetext={format.confidence(filters.minConfidence)}
          onChange={(event) => onChange({ ...filters, minConfidence: Number(event.target.value) })}
        />
      </label>
      <fieldset className="photo-types">
        <legend className="visually-hidden">{photo.types}</legend>
        {types.map((type) => (
          <label key={type} className="check">
            <input type="checkbox" checked={!filters.hiddenTypes.has(type)} onChange={() => toggle(type)} />
            <span>
              <TypeDot type={type} /> {typeName(texts, type)}
            </span>
          </label>
        ))}
      </fieldset>
      <div className="photo-types">
        <label className="check">
          <input
            type="checkbox"
            checked={filters.parts}
            onChange={(event) => onChange({ ...filters, parts: event.target.checked })}
          />
          <span>{photo.showParts}</span>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={filters.rejected}
            onChange={(event) => onChange({ ...filters, rejected: event.target.checked })}
          />
          <span>{photo.showRejected}</span>
        </label>
      </div>
    </section>
  )
}
