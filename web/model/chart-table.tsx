import { useTexts } from '../texts/texts-context.tsx'

interface ChartTableProps {
  caption: string
  head: string[]
  rows: string[][]
}

/** A chart's figures, for those who would rather read them. */
export function ChartTable({ caption, head, rows }: ChartTableProps) {
  const { model } = useTexts()
  return (
    <details className="chart-table">
      <summary>{model.asTable}</summary>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((heading, i) => (
              <th key={heading} scope="col" className={i > 0 ? 'num' : undefined}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join(' ')}>
              {row.map((cell, i) => (
                <td key={head[i]} className={i > 0 ? 'num' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
