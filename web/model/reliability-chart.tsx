import { useFormat, useTexts } from '../texts/texts-context.tsx'

export interface ReliabilityBin {
  /** 0 to 1. */
  confidence: number
  /** Share of them that was right, 0 to 1. */
  right: number
  count: number
}

const SIZE = 360
const LEFT = 52
const BOTTOM = 44
const SIDE = SIZE - LEFT - 14

/** Confidence against how often it was right: on the diagonal it is a probability. */
export function ReliabilityChart({ bins, label }: { bins: readonly ReliabilityBin[]; label: string }) {
  const { model } = useTexts()
  const format = useFormat()
  const x = (share: number) => LEFT + share * SIDE
  const y = (share: number) => 14 + (1 - share) * SIDE
  const largest = Math.max(...bins.map(({ count }) => Math.log10(1 + count)))
  return (
    <svg
      className="chart chart-square"
      viewBox={`0 0 ${SIZE} ${14 + SIDE + BOTTOM}`}
      role="img"
      aria-label={label}
    >
      {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
        <g key={tick}>
          <line className="chart-grid" x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} />
          <line className="chart-grid" x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
          <text className="chart-tick" x={x(tick)} y={y(0) + 16} textAnchor="middle">
            {format.confidence(tick)}
          </text>
          <text className="chart-tick" x={LEFT - 8} y={y(tick)} textAnchor="end" dominantBaseline="central">
            {format.confidence(tick)}
          </text>
        </g>
      ))}
      <line className="chart-diagonal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
      <polyline
        className="chart-line"
        points={bins.map(({ confidence, right }) => `${x(confidence)},${y(right)}`).join(' ')}
      />
      {bins.map(({ confidence, right, count }) => (
        <circle
          key={confidence}
          className="chart-dot"
          cx={x(confidence)}
          cy={y(right)}
          r={3 + (6 * Math.log10(1 + count)) / largest}
        />
      ))}
      <text className="chart-label" x={x(0.5)} y={y(0) + 36} textAnchor="middle">
        {model.confidence}
      </text>
      <text
        className="chart-label"
        x={12}
        y={y(0.5)}
        textAnchor="middle"
        transform={`rotate(-90 12 ${y(0.5)})`}
      >
        {model.right}
      </text>
    </svg>
  )
}

/** The bins in a network's metrics; empty where the manifest has none. */
export function binsOf(metrics: unknown): ReliabilityBin[] {
  const { reliability } = (metrics ?? {}) as { reliability?: unknown }
  if (!Array.isArray(reliability)) return []
  return reliability.filter(
    (bin): bin is ReliabilityBin =>
      typeof bin?.confidence === 'number' && typeof bin?.right === 'number' && typeof bin?.count === 'number',
  )
}
