import type { Drawable } from './drawable.ts'

/** A class name as people write it: `front_bumper` becomes `front bumper`. */
export const inWords = (name: string): string => name.replaceAll('_', ' ')

/** A share of 0 to 100, such as `2.10%`; one too small for that is not called nothing. */
export const shareOf = (share: number): string =>
  share > 0 && share < 0.005 ? '<0.01%' : `${share.toFixed(2)}%`

/** The whole answer in one line. */
export function verdict({ vehicle, damaged, damages, damagedAreaPct }: Drawable): string {
  if (!vehicle) return 'no vehicle in view'
  if (!damaged) return damages.length > 0 ? 'no damage on the vehicle' : 'no damage found'
  const count = damages.length === 1 ? '1 damage' : `${damages.length} damages`
  return `${count}, ${shareOf(damagedAreaPct)} of the photo`
}
