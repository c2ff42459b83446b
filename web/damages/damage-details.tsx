import { AuditList } from '../claim/audit-list.tsx'
import { partName, typeName } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { ListedDamage } from './damage-item.tsx'

/** What there is to say of the chosen damage: how large it is, and what people and the model said of it. */
export function DamageDetails({ damage, areas }: { damage: ListedDamage; areas: boolean }) {
  const texts = useTexts()
  const { photo: words } = texts
  const format = useFormat()
  const { original, history, areaPct, partAreaPct, vehicleAreaPct } = damage
  if (!areas && !original && history.length === 0) return null
  return (
    <div className="damage-more">
      {areas && (
        <dl className="facts">
          <Share label={words.areaPhoto} value={format.percent(areaPct)} />
          <Share label={words.areaPart} value={format.percent(partAreaPct)} />
          <Share label={words.areaVehicle} value={format.percent(vehicleAreaPct)} />
        </dl>
      )}
      {original && <p>{words.was(typeName(texts, original.type), partName(texts, original.part))}</p>}
      {history.length > 0 && (
        <>
          <h3>{words.history}</h3>
          <AuditList entries={history} />
        </>
      )}
    </div>
  )
}

const Share = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
)
