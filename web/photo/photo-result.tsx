import { Tabs } from '@base-ui/react/tabs'
import { useMemo, useState } from 'react'
import { CompareSlider } from '../compare-slider/compare-slider.tsx'
import { Notice } from '../components/notice.tsx'
import type { ResultOf } from '../graphql/graphql.ts'
import { qualityAdvice } from '../texts/naming.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { failureWords } from '../upload/failure-words.ts'
import { PhotoViewer } from '../viewer/photo-viewer.tsx'
import { DamageList } from './damage-list.tsx'
import { FilterPanel } from './filter-panel.tsx'
import { noFilters, shownDamages } from './filters.ts'
import type { PhotoView } from './operations.ts'
import { PhotoFacts } from './photo-facts.tsx'

export type ViewedPhoto = NonNullable<ResultOf<typeof PhotoView>['claim']>['photos'][number]

interface PhotoResultProps {
  photo: ViewedPhoto
  number: number
  pending: boolean
  failure: { code: string; message: string } | null
}

export function PhotoResult({ photo, number, pending, failure }: PhotoResultProps) {
  const texts = useTexts()
  const { photo: words } = texts
  const [filters, setFilters] = useState(noFilters)
  const [selected, setSelected] = useState<string | null>(null)
  const [hovered, setHovered] = useState<string | null>(null)
  const { links, width, height, assessment } = photo
  const types = useMemo(() => [...new Set(photo.damages.map(({ type }) => type))].sort(), [photo.damages])
  const listed = photo.damages.filter(({ state }) => filters.rejected || state !== 'REJECTED')
  const shown = shownDamages(photo.damages, filters)
  const advice = qualityAdvice(texts, assessment?.quality ?? photo.quality)
  const drawn = useMemo(() => shown.map(({ state, ...damage }) => ({ ...damage, review: state })), [shown])
  if (!links || !width || !height) return <Notice>{words.pending}</Notice>
  const layers = [
    { label: words.original, src: links.normalized },
    { label: words.enhanced, src: links.enhanced },
    ...(links.annotated ? [{ label: words.annotated, src: links.annotated }] : []),
  ]
  return (
    <div className="photo-columns">
      <div className="photo-main">
        {pending && (
          <div role="status">
            <Notice>{words.pending}</Notice>
          </div>
        )}
        {failure && !assessment?.vehicle && (
          <Notice tone="bad" title={words.failed}>
            <p>{failureWords(texts, { ...failure, again: false })}</p>
          </Notice>
        )}
        <Tabs.Root defaultValue="damages">
          <Tabs.List className="tabs" aria-label={words.views}>
            <Tabs.Tab value="damages" className="tab">
              {words.damagesView}
            </Tabs.Tab>
            <Tabs.Tab value="slider" className="tab">
              {words.sliderView}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="damages" className="photo-stage-frame">
            <PhotoViewer
              photo={{ src: links.normalized, width, height, alt: words.alt(number) }}
              damages={drawn}
              parts={assessment?.parts ?? []}
              selectedId={selected}
              onSelect={setSelected}
              hoveredId={hovered}
              onHover={setHovered}
              showParts={filters.parts}
            />
          </Tabs.Panel>
          <Tabs.Panel value="slider" className="photo-slider-frame">
            <CompareSlider layers={layers} alt={words.alt(number)} aspectRatio={width / height} />
          </Tabs.Panel>
        </Tabs.Root>
        {advice && (
          <Notice tone={photo.quality?.shouldRetake ? 'warn' : 'info'}>
            <p>{advice}</p>
          </Notice>
        )}
      </div>
      <aside className="photo-side">
        {photo.damages.length > 0 && <FilterPanel filters={filters} types={types} onChange={setFilters} />}
        <DamageList
          photo={photo}
          damages={shown}
          hidden={listed.length - shown.length}
          selectedId={selected}
          onSelect={setSelected}
          hoveredId={hovered}
          onHover={setHovered}
          onShowAll={() => setFilters({ ...noFilters, parts: filters.parts, rejected: filters.rejected })}
          pending={pending}
        />
        <PhotoFacts photo={photo} />
      </aside>
    </div>
  )
}
