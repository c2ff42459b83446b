import { qualityAdvice } from '../texts/naming.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import type { ViewedPhoto } from './photo-result.tsx'

export function PhotoFacts({ photo }: { photo: ViewedPhoto }) {
  const texts = useTexts()
  const { photo: words, names } = texts
  const format = useFormat()
  const { takenAt, camera, width, height, assessment } = photo
  const reasons = assessment?.reviewReasons ?? []
  const rows: [string, string | null][] = [
    [words.taken, takenAt && format.dateTime(takenAt)],
    [words.camera, camera],
    [words.size, width && height ? words.pixels(format.number(width), format.number(height)) : null],
    [words.quality, qualityAdvice(texts, assessment?.quality ?? photo.quality) ?? names.qualityGood],
    [words.model, assessment?.model ? `${assessment.model.name} ${assessment.model.version}` : null],
    [
      words.reasons,
      reasons.length > 0 ? reasons.map((reason) => names.reviewReasons[reason]).join('; ') : null,
    ],
  ]
  return (
    <section className="card" aria-labelledby="facts">
      <h2 id="facts">{words.facts}</h2>
      <dl className="facts">
        {rows.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}
