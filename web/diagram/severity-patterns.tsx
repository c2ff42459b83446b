import type { Severity } from '../viewer/types.ts'
import styles from './car-diagram.module.css'

export const patternOf = (id: string, severity: Severity): string => `${id}-${severity}`

/** Dots, lines and a lattice: told apart without colour, by people and on a black-and-white print. */
export const SeverityPatterns = ({ id }: { id: string }) => (
  <svg className={styles.patterns} aria-hidden="true">
    <defs>
      <pattern id={patternOf(id, 'MINOR')} width="9" height="9" patternUnits="userSpaceOnUse">
        <circle cx="2.5" cy="2.5" r="1.1" />
        <circle cx="7" cy="7" r="1.1" />
      </pattern>
      <pattern
        id={patternOf(id, 'MODERATE')}
        width="7"
        height="7"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 0h7v2.4h-7z" />
      </pattern>
      <pattern
        id={patternOf(id, 'SEVERE')}
        width="7"
        height="7"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 0h7v1.6h-7zM0 0v7h1.6v-7z" />
      </pattern>
    </defs>
  </svg>
)
