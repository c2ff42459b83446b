import { Search, SlidersHorizontal } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { partName, typeName } from '../texts/naming.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { cursorKeys, type FilterKey, filterKeys } from './claim-filters.ts'
import { ModelNames } from './operations.ts'

interface FilterBarProps {
  params: URLSearchParams
  setParams: (change: (now: URLSearchParams) => URLSearchParams, options?: { replace?: boolean }) => void
}

/** Typing asks when it pauses, not with every letter. */
const PAUSE_MS = 250

export function FilterBar({ params, setParams }: FilterBarProps) {
  const texts = useTexts()
  const { claims, names } = texts
  const [{ data }] = useQuery({ query: ModelNames })
  const given = params.get('search') ?? ''
  const [search, setSearch] = useState(given)
  const [unfolded, unfold] = useState(false)

  const choose = (key: FilterKey, value: string) =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now)
        for (const name of cursorKeys) next.delete(name)
        if (value) next.set(key, value)
        else next.delete(key)
        return next
      },
      { replace: true },
    )

  useEffect(() => setSearch(given), [given])
  useEffect(() => {
    if (search === given) return
    const timer = setTimeout(() => choose('search', search), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [search, given])

  const inUse = filterKeys.filter((key) => key !== 'search' && params.get(key)).length

  const select = (key: FilterKey, label: string, any: string, options: [string, string][]) => (
    <label className="field">
      <span>{label}</span>
      <select value={params.get(key) ?? ''} onChange={(event) => choose(key, event.target.value)}>
        <option value="">{any}</option>
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
  const day = (key: 'from' | 'to', label: string) => (
    <label className="field">
      <span>{label}</span>
      <input
        type="date"
        value={params.get(key) ?? ''}
        onChange={(event) => choose(key, event.target.value)}
      />
    </label>
  )
  return (
    <search className="filters" aria-label={claims.filters}>
      <label className="field filters-search">
        <span>{claims.search}</span>
        <span className="filters-input">
          <Search aria-hidden="true" size={17} />
          <input
            type="search"
            value={search}
            placeholder={claims.searchHint}
            onChange={(event) => setSearch(event.target.value)}
          />
        </span>
      </label>
      <button
        type="button"
        className="button filters-unfold"
        aria-expanded={unfolded}
        onClick={() => unfold(!unfolded)}
      >
        <SlidersHorizontal aria-hidden="true" size={16} />
        {claims.filters}
        {inUse > 0 && <span className="badge badge-info">{inUse}</span>}
      </button>
      <div className="filters-more" data-unfolded={unfolded}>
        {select('status', claims.status, claims.anyStatus, Object.entries(names.claimStatuses))}
        {select(
          'type',
          claims.type,
          claims.anyType,
          (data?.model?.damageTypes ?? []).map((type) => [type, typeName(texts, type)]),
        )}
        {select(
          'part',
          claims.part,
          claims.anyPart,
          (data?.model?.parts ?? []).map((part) => [part, partName(texts, part)]),
        )}
        {day('from', claims.from)}
        {day('to', claims.to)}
      </div>
      {filterKeys.some((key) => params.get(key)) && (
        <button
          type="button"
          className="button button-quiet"
          onClick={() => setParams(() => new URLSearchParams())}
        >
          {claims.clear}
        </button>
      )}
    </search>
  )
}
