import type { Texts } from '../texts/en.ts'
import type { OutlineFault } from './outline-faults.ts'

/** Why an outline cannot be saved, and what to do. */
export function describeFault(fault: OutlineFault, { viewer }: Texts): string {
  const { faults } = viewer.editor
  switch (fault.code) {
    case 'TOO_MANY_OUTLINES':
    case 'TOO_MANY_POINTS':
      return faults[fault.code](fault.most)
    default:
      return faults[fault.code]
  }
}
