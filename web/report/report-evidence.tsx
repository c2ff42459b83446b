import { SeverityBadge } from '../components/status-badges.tsx'
import { TypeDot } from '../components/type-badge.tsx'
import { DamageCrop } from '../crop/damage-crop.tsx'
import { partName, typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { ReportedClaim } from './report-facts.tsx'

type Photo = ReportedClaim['photos'][number]

/** Every damage on every photo, cut out, with its figures. */
export function ReportEvidence({ photos }: { photos: readonly Photo[] }) {
  const { report } = useTexts()
  const damages = photos.flatMap((photo, index) =>
    photo.damages.map((damage) => ({ photo, damage, number: index + 1 })),
  )
  return (
    <section aria-labelledby="report-evidence">
      <h2 id="report-evidence">{report.evidence}</h2>
      <p className="report-text">{damages.length > 0 ? report.evidenceText : report.noEvidence}</p>
      <ul className="evidence">
        {damages.map(({ photo, damage, number }) => (
          <EvidenceItem key={damage.id} photo={photo} damage={damage} number={number} />
        ))}
      </ul>
    </section>
  )
}

interface EvidenceItemProps {
  photo: Photo
  damage: Photo['damages'][number]
  number: number
}

function EvidenceItem({ photo, damage, number }: EvidenceItemProps) {
  const texts = useTexts()
  const { photo: words, report, names, claim } = texts
  const format = useFormat()
  const { type, part, severity, state, confidence } = damage
  const facts: [string, string][] = [
    [words.sure, format.confidence(confidence)],
    [words.areaPhoto, format.percent(damage.areaPct)],
    [words.areaPart, format.percent(damage.partAreaPct)],
    [words.areaVehicle, format.percent(damage.vehicleAreaPct)],
    [report.state, names.states[state]],
  ]
  return (
    <li className="evidence-item">
      <DamageCrop eager damage={damage} photo={photo} polygons={damage.polygons} />
      <div>
        <p className="damage-title">
          <TypeDot type={type} /> {typeName(texts, type)} <SeverityBadge severity={severity} />
        </p>
        <p>
          {partName(texts, part)} · {claim.photo(number)}
        </p>
        <dl className="evidence-facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </li>
  )
}
