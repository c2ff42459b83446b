import type { FragmentOf, ResultOf, VariablesOf } from '../graphql/graphql.ts'
import type { DamageRow } from '../photo/operations.ts'
import type { ReviewDamage, ReviewView } from './operations.ts'

export type ReviewedClaim = NonNullable<ResultOf<typeof ReviewView>['claim']>
export type ReviewedPhoto = ReviewedClaim['photos'][number]
export type ReviewedDamage = FragmentOf<typeof DamageRow>
export type Review = VariablesOf<typeof ReviewDamage>['review']

/** The number of the last word on a damage; 0 where nobody has said any. */
export const lastWord = ({ history }: { history: readonly { sequence: number }[] }): number =>
  history.at(-1)?.sequence ?? 0
