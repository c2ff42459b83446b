/** One line of a table in the model card, by the heading of its columns. */
export type CardRow = Record<string, string>

export interface CardTable {
  /** The heading of its first column, such as `workshop: class`. */
  name: string
  rows: CardRow[]
}

/** The tables of a Markdown document. Rows keep their cells, as plain text, under the heading of their column. */
export function readTables(markdown: string): CardTable[] {
  const blocks = markdown.match(/(?:^\|.*\|[ \t]*$\n?){3,}/gm) ?? []
  return blocks.map((block) => {
    const [head = [], , ...rows] = block.trim().split('\n').map(cells)
    return {
      name: head[0] ?? '',
      rows: rows.map((row) => Object.fromEntries(head.map((heading, i) => [heading, row[i] ?? '']))),
    }
  })
}

const cells = (line: string): string[] =>
  line
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => plain(cell.trim()))

export interface Weakness {
  title: string
  text: string
}

/** What the card says under a heading, point by point: `- **Title.** text`. */
export function readPoints(markdown: string, heading: string): Weakness[] {
  const [, section = ''] = markdown.split(`\n## ${heading}\n`)
  const [own = ''] = section.split('\n## ')
  return own
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => {
      const [, title = '', text = ''] = /^- (?:\*\*(.+?)\*\*)?\s*(.*)$/.exec(line) ?? []
      return { title: plain(title), text: plain(text) }
    })
}

const plain = (text: string): string => text.replaceAll('`', '').replaceAll('**', '')

/** A figure of a table; null where the card has none, such as `None`. */
export const figureOf = (row: CardRow | undefined, heading: string): number | null => {
  const value = Number.parseFloat(row?.[heading] ?? '')
  return Number.isFinite(value) ? value : null
}
