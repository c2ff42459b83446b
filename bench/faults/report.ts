import { readFile, writeFile } from 'node:fs/promises'
import type { Outcome } from './run-trial.ts'

/** One row for each kind of fault, in the order in which they are given. */
export function tableOf(outcomes: readonly Outcome[], kinds: readonly string[]): string {
  const rows = kinds.flatMap((kind) => {
    const of = outcomes.filter((one) => one.kind === kind)
    return of.length > 0 ? [[kind, ...figures(of)]] : []
  })
  const head = [
    'fault',
    'trials',
    'struck',
    'photos accepted',
    'assessed',
    'no photo',
    'model away',
    'other reasons',
    'cancelled',
    'rules broken',
  ]
  const lines = [
    head,
    head.map((_, i) => (i === 0 ? '---' : '---:')),
    ...rows,
    ['together', ...figures(outcomes)],
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Photos that ended with one of these reasons. */
const counting =
  (wanted: (code: string) => boolean) =>
  ({ reasons }: Outcome): number =>
    Object.entries(reasons).reduce((sum, [code, count]) => sum + (wanted(code) ? count : 0), 0)

const figures = (outcomes: readonly Outcome[]): string[] => {
  const sum = (value: (one: Outcome) => number) =>
    outcomes.reduce((total, one) => total + value(one), 0).toLocaleString('en')
  return [
    sum(({ number }) => (number > 0 ? 1 : 0)),
    sum(({ struck }) => struck),
    sum(({ accepted }) => accepted),
    sum(({ assessed }) => assessed),
    sum(counting((code) => code.startsWith('PHOTO_'))),
    sum(counting((code) => code.startsWith('MODEL_'))),
    sum(counting((code) => !/^(PHOTO|MODEL)_/.test(code))),
    sum(({ cancelled }) => cancelled),
    sum(({ broken }) => broken.length),
  ]
}

/** Puts figures between `<!-- figures: NAME -->` and `<!-- end -->`. @throws where the page has no such place */
export async function writeFigures(page: string, name: string, figures: string): Promise<void> {
  const text = await readFile(page, 'utf8')
  const place = new RegExp(`(<!-- figures: ${name} -->\n).*?(<!-- end -->)`, 's')
  if (!place.test(text)) throw new Error(`Expected <!-- figures: ${name} --> in ${page} but found none`)
  await writeFile(
    page,
    text.replace(place, (_, begin, end) => `${begin}${figures}\n${end}`),
  )
}
