import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useQuery } from 'urql'
import { ModelNames } from '../claims/operations.ts'
import { partName, typeName } from '../texts/naming.ts'
import { useTexts } from '../texts/texts-context.tsx'
import type { Severity } from '../viewer/types.ts'

export interface Label {
  type: string
  part: string | null
  severity: Severity
  note: string | null
}

interface LabelFormProps {
  title: string
  initial: Omit<Label, 'note'>
  saving: boolean
  onSave: (label: Label) => void
  onCancel: () => void
}

const severities = ['MINOR', 'MODERATE', 'SEVERE'] as const

/** What a damage is, in a person's words. */
export function LabelForm({ title, initial, saving, onSave, onCancel }: LabelFormProps) {
  const texts = useTexts()
  const { review, names, shell } = texts
  const [label, setLabel] = useState<Label>({ ...initial, note: null })
  const first = useRef<HTMLSelectElement>(null)
  const [{ data }] = useQuery({ query: ModelNames })
  // A server that does not know its model says no names; those that the desk has words for are likely right.
  const types = withOwn(data?.model?.damageTypes ?? Object.keys(names.types), initial.type)
  const parts = withOwn(data?.model?.parts ?? Object.keys(names.parts), initial.part)
  useEffect(() => first.current?.focus(), [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave(label)
  }
  return (
    <form
      className="card review-form"
      aria-label={title}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
        // Chromium opens the list on Enter; here it saves from every field, and Space opens the list.
        if (event.key !== 'Enter' || !(event.target instanceof HTMLSelectElement)) return
        event.preventDefault()
        event.currentTarget.requestSubmit()
      }}
    >
      <h2>{title}</h2>
      <label className="field">
        <span>{review.type}</span>
        <select
          ref={first}
          value={label.type}
          onChange={({ target }) => setLabel({ ...label, type: target.value })}
        >
          {types.map((type) => (
            <option key={type} value={type}>
              {typeName(texts, type)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{review.part}</span>
        <select
          value={label.part ?? ''}
          onChange={({ target }) => setLabel({ ...label, part: target.value || null })}
        >
          <option value="">{names.noPart}</option>
          {parts.map((part) => (
            <option key={part} value={part}>
              {partName(texts, part)}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="review-severity">
        <legend>{review.severity}</legend>
        {severities.map((severity) => (
          <label key={severity} className="check">
            <input
              type="radio"
              name="severity"
              checked={label.severity === severity}
              onChange={() => setLabel({ ...label, severity })}
            />
            <span>{names.severities[severity]}</span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>{review.note}</span>
        <input
          type="text"
          value={label.note ?? ''}
          maxLength={500}
          onChange={({ target }) => setLabel({ ...label, note: target.value || null })}
        />
      </label>
      <div className="form-buttons">
        <button type="button" className="button" onClick={onCancel}>
          {shell.cancel}
        </button>
        <button type="submit" className="button button-primary" disabled={saving}>
          {shell.save}
        </button>
      </div>
    </form>
  )
}

/** A name of a former model is kept while nobody chooses another. */
const withOwn = (known: readonly string[], own: string | null) =>
  own === null || known.includes(own) ? known : [own, ...known]
