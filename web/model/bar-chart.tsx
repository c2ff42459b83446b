import { useFormat } from '../texts/texts-context.tsx'

export interface Bar {
  key: string
  label: string
  /** 0 to 1. */
  value: number
  colour?: string
}

interface BarChartProps {
  /** What a person who cannot see it is told that it is. */
  label: string
  bars: readonly Bar[]
}

const ROW = 30
const LABEL = 165
const WIDTH = 560
const BAR = WIDTH - LABEL - 60

/** Shares as horizontal bars, with their figures. */
export function BarChart({ label, bars }: BarChartProps) {
  const format = useFormat()
  const height = bars.length * ROW + 24
  return (
    <svg className="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label}>
      {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
        <g key={tick}>
          <line
            className="chart-grid"
            x1={LABEL + tick * BAR}
            x2={LABEL + tick * BAR}
            y1={0}
            y2={height - 20}
          />
          <text className="chart-tick" x={LABEL + tick * BAR} y={height - 5} textAnchor="middle">
            {format.confidence(tick)}
          </text>
        </g>
      ))}
      {bars.map(({ key, label: name, value, colour }, i) => (
        <g key={key} transform={`translate(0 ${i * ROW})`}>
          <text
            className="chart-label"
            x={LABEL - 10}
            y={ROW / 2}
            textAnchor="end"
            dominantBaseline="central"
          >
            {name}
          </text>
          <rect
            className="chart-bar"
            x={LABEL}
            y={5}
            width={Math.max(1, value * BAR)}
            height={ROW - 10}
            rx={3}
            style={colour ? { fill: colour } : undefined}
          />
          <text className="chart-value" x={LABEL + value * BAR + 8} y={ROW / 2} dominantBaseline="central">
            {format.confidence(value)}
          </text>
        </g>
      ))}
    </svg>
  )
}
