import { useState } from 'react'
import type { FragmentOf } from '../graphql/graphql.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { AuditEntry } from './operations.ts'

type Entry = FragmentOf<typeof AuditEntry>

interface AuditListProps {
  /** Oldest first, as the API gives them. */
  entries: readonly Entry[]
  /** How many to show before somebody asks for all. @default all */
  few?: number
}

/** Who did what, newest first. */
export function AuditList({ entries, few = Number.POSITIVE_INFINITY }: AuditListProps) {
  const { history } = useTexts()
  const format = useFormat()
  const [whole, setWhole] = useState(false)
  if (entries.length === 0) return <p className="audit-empty">{history.empty}</p>
  const newest = [...entries].reverse()
  const shown = whole ? newest : newest.slice(0, few)
  return (
    <>
      <ol className="audit">
        {shown.map((entry) => (
          <AuditRow key={entry.sequence} entry={entry} />
        ))}
      </ol>
      {entries.length > few && (
        <button type="button" className="button button-small" onClick={() => setWhole(!whole)}>
          {whole ? history.fewer : history.all(format.number(entries.length))}
        </button>
      )}
    </>
  )
}

function AuditRow({ entry: { at, actor, kind, note, fields, model } }: { entry: Entry }) {
  const { history } = useTexts()
  const format = useFormat()
  const who = actor === 'model' ? (model ? history.model(model.version) : history.unnamedModel) : actor
  const what = fields.map((field) => history.fields[field] ?? field)
  return (
    <li className="audit-row">
      <time dateTime={at}>{format.dateTime(at)}</time>
      <div>
        <strong>{who}</strong> {history.kinds[kind]}
        {what.length > 0 && <> ({format.list(what)})</>}
        {note && <p className="audit-note">{note}</p>}
      </div>
    </li>
  )
}
