import { closedPath } from './outline-path.ts'
import styles from './photo-viewer.module.css'
import type { ViewerPart } from './types.ts'

/** Where the model saw the vehicle's parts. */
export const PartOutlines = ({ parts }: { parts: readonly ViewerPart[] }) => (
  <g aria-hidden="true">
    {parts.map(({ name, polygon }, at) => {
      const d = closedPath([polygon])
      return (
        <g key={`${name}.${at}`}>
          <path d={d} className={styles.partCasing} />
          <path d={d} className={styles.part} />
        </g>
      )
    })}
  </g>
)
