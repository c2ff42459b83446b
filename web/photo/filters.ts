export interface Filters {
  /** 0 to 1; what a person drew is always shown. */
  minConfidence: number
  /** Types that are left out. */
  hiddenTypes: ReadonlySet<string>
  /** Whether the parts are outlined. */
  parts: boolean
  /** Whether rejected damages are listed. */
  rejected: boolean
}

export const noFilters: Filters = { minConfidence: 0, hiddenTypes: new Set(), parts: false, rejected: false }

interface Filtered {
  type: string
  confidence: number
  state: string
}

export const shownDamages = <D extends Filtered>(damages: readonly D[], filters: Filters): D[] =>
  damages.filter(
    ({ type, confidence, state }) =>
      !filters.hiddenTypes.has(type) &&
      (confidence >= filters.minConfidence || state === 'ADDED') &&
      (filters.rejected || state !== 'REJECTED'),
  )
