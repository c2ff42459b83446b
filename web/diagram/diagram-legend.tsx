import { useId } from 'react'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import styles from './car-diagram.module.css'
import { describeFindings } from './describe-findings.ts'
import { patternOf, SeverityPatterns } from './severity-patterns.tsx'
import type { DiagramFinding } from './types.ts'

const severities = ['MINOR', 'MODERATE', 'SEVERE'] as const

/** What the fills mean, and what was found where the diagram has no part to fill. */
export function DiagramLegend({ elsewhere }: { elsewhere: readonly DiagramFinding[] }) {
  const texts = useTexts()
  const format = useFormat()
  const id = useId()
  return (
    <figcaption className={styles.legend}>
      <SeverityPatterns id={id} />
      <ul>
        {severities.map((severity) => (
          <li key={severity} data-severity={severity}>
            <svg viewBox="0 0 28 18" aria-hidden="true">
              <path d="M1 1h26v16h-26z" className={styles.region} />
              <path
                d="M1 1h26v16h-26z"
                className={styles.pattern}
                fill={`url(#${patternOf(id, severity)})`}
              />
            </svg>
            {texts.names.severities[severity]}
          </li>
        ))}
        <li>
          <svg viewBox="0 0 28 18" aria-hidden="true">
            <path d="M1 1h26v16h-26z" className={styles.region} />
          </svg>
          {texts.diagram.undamaged}
        </li>
      </ul>
      {elsewhere.length > 0 && (
        <p>
          <strong>{texts.diagram.elsewhere}</strong> {describeFindings(elsewhere, texts, format)}
        </p>
      )}
    </figcaption>
  )
}
