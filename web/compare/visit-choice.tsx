import { Combobox } from '@base-ui/react/combobox'
import { useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { claimTitle, vehicleLine } from '../claims/claim-title.ts'
import { Thumbnail } from '../components/thumbnail.tsx'
import type { ResultOf } from '../graphql/graphql.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { FindVisits, VisitName } from './operations.ts'

type Visit = ResultOf<typeof FindVisits>['claims']['nodes'][number]

interface VisitChoiceProps {
  label: string
  id: string | null
  onChoose: (id: string | null) => void
}

/** Typing asks when it pauses. */
const PAUSE_MS = 250

/** One of the two visits, found by typing. */
export function VisitChoice({ label, id, onChoose }: VisitChoiceProps) {
  const texts = useTexts()
  const { compare } = texts
  const format = useFormat()
  const [text, setText] = useState('')
  const [search, setSearch] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setSearch(/[\p{L}\p{N}]{2}/u.test(text) ? text : null), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const [{ data: found }] = useQuery({ query: FindVisits, variables: { filter: { search } } })
  const [{ data: chosen }] = useQuery({ query: VisitName, variables: { id: id ?? '' }, pause: id === null })
  const claim = id === null ? null : (chosen?.claim ?? null)
  const visits = found?.claims.nodes ?? []
  return (
    <section className="card visit" aria-label={label}>
      <h2>{label}</h2>
      <Combobox.Root<Visit>
        items={visits}
        filter={null}
        value={claim}
        onValueChange={(visit) => onChoose(visit?.id ?? null)}
        onInputValueChange={(value, { reason }) => setText(reason === 'input-change' ? value : '')}
        itemToStringLabel={(visit) => claimTitle(texts, visit)}
        isItemEqualToValue={(a, b) => a.id === b.id}
      >
        <Combobox.Input
          className="visit-input"
          placeholder={compare.find}
          aria-label={`${label}: ${compare.choose}`}
        />
        <Combobox.Portal container={document.getElementById('main')}>
          <Combobox.Positioner sideOffset={4} className="menu-positioner">
            <Combobox.Popup className="menu visit-menu">
              <Combobox.Empty className="visit-empty">
                {visits.length === 0 ? compare.noneFound : null}
              </Combobox.Empty>
              <Combobox.List>
                {(visit: Visit) => (
                  <Combobox.Item key={visit.id} value={visit} className="menu-item">
                    <strong>{claimTitle(texts, visit)}</strong> {vehicleLine(visit)}{' '}
                    <span>{format.date(visit.createdAt)}</span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      {claim && (
        <div className="visit-chosen">
          {claim.cover?.links && <Thumbnail links={claim.cover.links} sizes="132px" />}
          <p>
            {vehicleLine(claim)}
            <br />
            <time dateTime={claim.createdAt}>{format.dateTime(claim.createdAt)}</time>
            <br />
            {texts.claims.photos(claim.photoCount)}
          </p>
        </div>
      )}
    </section>
  )
}
