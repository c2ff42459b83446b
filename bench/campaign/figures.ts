import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'

const docs = join(import.meta.dirname, '../../docs')

/** Puts what was measured between the marks `<!-- figures: name -->` and `<!-- end -->` of docs/performance.md. */
export async function writeFigures(name: string, text: string): Promise<void> {
  const file = join(docs, 'performance.md')
  const page = await readFile(file, 'utf8')
  const begin = `<!-- figures: ${name} -->`
  const from = page.indexOf(begin)
  const to = page.indexOf('<!-- end -->', from)
  if (from < 0 || to < 0) throw new Error(`Expected ${begin} in docs/performance.md but received none`)
  await writeFile(file, `${page.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${page.slice(to)}`)
}

/** Writes a chart beside the page. @param name without its ending */
export const writeChart = (name: string, svg: string): Promise<void> =>
  writeFile(join(docs, `${name}.svg`), svg)

/** A table of Markdown. The first column is words, the others numbers. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

/**
 * Where and when something was measured.
 *
 * @param note what else the machine did, where it did anything
 */
export function circumstances(note?: string | undefined): string {
  const month = new Date().toLocaleDateString('en-GB', { month: 'long', year: 'numeric' })
  const model = cpus()[0]?.model.trim() ?? 'an unknown processor'
  const where = `${availableParallelism()} cores of ${model}, Node ${process.versions.node}, ${month}`
  return note ? `Measured on ${where}, ${note}.` : `Measured on ${where}.`
}

export const megabytes = (bytes: number): number => Math.round(bytes / 1e6)
