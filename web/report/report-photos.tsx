import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { ReportedClaim } from './report-facts.tsx'

export function ReportPhotos({ photos }: { photos: ReportedClaim['photos'] }) {
  const { report, claim, photo: words } = useTexts()
  const format = useFormat()
  return (
    <section aria-labelledby="report-photos">
      <h2 id="report-photos">{report.overview}</h2>
      <ul className="report-photos">
        {photos.map(({ id, links, takenAt, damages, assessment }, index) => (
          <li key={id}>
            {links && <img src={links.small} alt={words.alt(index + 1)} decoding="async" />}
            <p>
              <strong>{claim.photo(index + 1)}</strong>{' '}
              {damages.length > 0
                ? claim.damages(damages.length)
                : !assessment
                  ? report.notAssessed
                  : assessment.vehicle
                    ? claim.noDamage
                    : report.noVehicle}
              {takenAt && (
                <>
                  <br />
                  {words.taken} {format.dateTime(takenAt)}
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
