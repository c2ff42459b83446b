import './model.css'
import { useQuery } from 'urql'
import { version as shippedVersion } from '../../inference/model/model.json'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { QueryState } from '../components/query-state.tsx'
import { TypeBadge } from '../components/type-badge.tsx'
import { colourOf } from '../palette.ts'
import { partName, typeName } from '../texts/naming.ts'
import { useFormat, useSpeech } from '../texts/texts-context.tsx'
import { BarChart } from './bar-chart.tsx'
import { cardFigures, type Rate } from './card-figures.ts'
import { ChartTable } from './chart-table.tsx'
import { ModelPageQuery } from './operations.ts'
import { binsOf, ReliabilityChart } from './reliability-chart.tsx'
import { weakPoint } from './weak-points.ts'

const figures = cardFigures()

/** What the model can and cannot do. */
export default function ModelPage() {
  const { texts, language } = useSpeech()
  const { model: words } = texts
  const format = useFormat()
  const [{ data, error }, ask] = useQuery({ query: ModelPageQuery })
  if (!data) return <QueryState error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  const { model } = data
  const other = model !== null && model.version !== shippedVersion
  const bins = binsOf(model?.networks.find(({ name }) => name === 'damage')?.metrics)
  const byValue = <F extends { value: number }>(list: F[]) => [...list].sort((a, b) => b.value - a.value)
  const types = byValue(figures.damage).map(({ name, value }) => ({
    key: name,
    label: typeName(texts, name),
    value,
    colour: colourOf(name),
  }))
  const parts = byValue(figures.parts).map(({ name, value }) => ({
    key: name,
    label: partName(texts, name),
    value,
  }))
  const weak = figures.weaknesses.map((point) =>
    weakPoint(point, words.weakness, (figure) => format.number(figure, 3)),
  )
  return (
    <Page
      title={words.title}
      lead={
        <>
          <p>{words.lead}</p>
          {model && <p>{words.version(model.name, model.version)}</p>}
        </>
      }
    >
      {!model && <Notice tone="warn">{words.unknown}</Notice>}
      {other && <Notice tone="warn">{words.other}</Notice>}
      <Notice>{words.second}</Notice>
      <section className="rates" aria-label={words.rates}>
        <RateTile rate={figures.found} text={words.found} of={words.photos} />
        <RateTile rate={figures.falseAlarm} text={words.falseAlarm} of={words.undamagedPhotos} />
        <RateTile rate={figures.noVehicle} text={words.vehicle} of={words.undamagedPhotos} />
      </section>
      <div className="model-columns">
        <section className="card" aria-labelledby="by-type">
          <h2 id="by-type">{words.byType}</h2>
          <p className="model-text">{words.byTypeText}</p>
          <BarChart label={words.byType} bars={types} />
          <ChartTable
            caption={words.byType}
            head={[words.className, words.precision]}
            rows={types.map(({ label, value }) => [label, format.confidence(value)])}
          />
        </section>
        {bins.length > 0 && (
          <section className="card" aria-labelledby="reliability">
            <h2 id="reliability">{words.reliability}</h2>
            <p className="model-text">{words.reliabilityText}</p>
            <ReliabilityChart bins={bins} label={words.reliability} />
            <ChartTable
              caption={words.reliability}
              head={[words.confidence, words.right, words.count]}
              rows={bins.map(({ confidence, right, count }) => [
                format.confidence(confidence),
                format.confidence(right),
                format.number(count),
              ])}
            />
          </section>
        )}
        <section className="card" aria-labelledby="by-part">
          <h2 id="by-part">{words.byPart}</h2>
          <p className="model-text">{words.byPartText}</p>
          <BarChart label={words.byPart} bars={parts} />
          <ChartTable
            caption={words.byPart}
            head={[words.className, words.precision]}
            rows={parts.map(({ label, value }) => [label, format.confidence(value)])}
          />
        </section>
        <section className="card" aria-labelledby="weak">
          <h2 id="weak">{words.weak}</h2>
          <ul className="weaknesses">
            {weak.map(({ title, text, own }) => (
              <li key={title + text} lang={own ? 'en' : undefined}>
                {title && <strong>{title}</strong>} {text}
              </li>
            ))}
          </ul>
          {language !== 'en' && weak.some(({ own }) => own) && (
            <p className="model-text">{words.weakEnglish}</p>
          )}
          {model && (
            <>
              <h2>{words.classes}</h2>
              <h3>{words.damageClasses}</h3>
              <p className="model-classes">
                {model.damageTypes.map((type) => (
                  <TypeBadge key={type} type={type} />
                ))}
              </p>
              <h3>{words.partClasses}</h3>
              <p>{format.list(model.parts.map((part) => partName(texts, part)))}</p>
            </>
          )}
          <p className="model-text model-source">{words.card}</p>
        </section>
      </div>
    </Page>
  )
}

function RateTile({ rate, text, of }: { rate: Rate | null; text: string; of: (count: string) => string }) {
  const format = useFormat()
  if (!rate) return null
  return (
    <p className="card rate">
      <strong>{format.confidence(rate.share)}</strong>
      <span>{text}</span>
      <small>{of(format.number(rate.photos))}</small>
    </p>
  )
}
