/**
 * The severity rule against people's judgement: annotations of COCO files that carry a `severity`, by their share
 * of the photo. Prints, per type, how often each judgement (rows) gets each answer (columns).
 *
 *     npx tsx bench/severity.ts ../shared/data/damage/train.json ../shared/data/damage/val.json
 */
import { readFileSync } from 'node:fs'
import { severity } from '../inference/assess/severity.ts'

interface Coco {
  images: { id: number; width: number; height: number }[]
  annotations: { image_id: number; category_id: number; area: number; severity?: string }[]
  categories: { id: number; name: string }[]
}

const LEVELS = ['minor', 'moderate', 'severe']

for (const file of process.argv.slice(2)) {
  const { images, annotations, categories } = JSON.parse(readFileSync(file, 'utf8')) as Coco
  const photoAreas = new Map(images.map(({ id, width, height }) => [id, width * height]))
  for (const { id, name } of categories) {
    const judged = annotations
      .filter((one) => one.category_id === id && one.severity)
      .map((one) => ({
        judgement: one.severity as string,
        answer: severity({
          type: name,
          areaPct: (100 * one.area) / (photoAreas.get(one.image_id) as number),
          part: null,
        }),
      }))
    if (judged.length === 0) continue
    const count = (judgement: string, answer: string) =>
      judged.filter((one) => one.judgement === judgement && one.answer === answer).length
    const right = judged.filter(({ judgement, answer }) => judgement === answer).length
    console.log(`\n${file}: ${name}, ${right} of ${judged.length} as judged`)
    console.log(`${''.padEnd(10)}${LEVELS.map((level) => level.padStart(10)).join('')}`)
    for (const judgement of LEVELS) {
      const row = LEVELS.map((answer) => String(count(judgement, answer)).padStart(10)).join('')
      console.log(`${judgement.padEnd(10)}${row}`)
    }
  }
}
