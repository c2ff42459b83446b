import { useSyncExternalStore } from 'react'
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
/** Width of the drawing and of its labels: text keeps its size on a phone, bars get shorter. */
const layouts = {
  wide: { width: 560, label: 165, ticks: [0, 0.25, 0.5, 0.75, 1] },
  narrow: { width: 320, label: 152, ticks: [0, 0.5, 1] },
}
/** Room for the figure behind a full bar. */
const FIGURE = 60
const narrowScreen = matchMedia('(max-width: 640px)')

function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrowScreen.addEventListener('change', listener)
      return () => narrowScreen.removeEventListener('change', listener)
    },
    () => narrowScreen.matches,
  )
}

/** Shares as horizontal bars, with their figures. */
export function BarChart({ label, bars }: BarChartProps) {
  const format = useFormat()
  const { width, label: labelWidth, ticks } = layouts[useNarrow() ? 'narrow' : 'wide']
  const barWidth = width - labelWidth - FIGURE
  const height = bars.length * ROW + 24
  return (
    <svg className="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            className="chart-grid"
            x1={labelWidth + tick * barWidth}
            x2={labelWidth + tick * barWidth}
            y1={0}
            y2={height - 20}
          />
          <text className="chart-tick" x={labelWidth + tick * barWidth} y={height - 5} textAnchor="middle">
            {format.confidence(tick)}
          </text>
        </g>
      ))}
      {bars.map(({ key, label: name, value, colour }, i) => (
        <g key={key} transform={`translate(0 ${i * ROW})`}>
          <text
            className="chart-label"
            x={labelWidth - 10}
            y={ROW / 2}
            textAnchor="end"
            dominantBaseline="central"
          >
            {name}
          </text>
          <rect
            className="chart-bar"
            x={labelWidth}
            y={5}
            width={Math.max(1, value * barWidth)}
            height={ROW - 10}
            rx={3}
            style={colour ? { fill: colour } : undefined}
          />
          <text
            className="chart-value"
            x={labelWidth + value * barWidth + 8}
            y={ROW / 2}
            dominantBaseline="central"
          >
            {format.confidence(value)}
          </text>
        </g>
      ))}
    </svg>
  )
}
