import { CONFIDENT } from '../assess/judge-answer.ts'
import { type ClaimFile, currentAssessment, type ReviewedDamage } from './claim-file.ts'
import { photosToReview } from './photos-to-review.ts'
import type { Finding } from './summary.ts'

export type RepairVerdict = 'UNDAMAGED' | 'REPAIRABLE' | 'LIKELY_TOTALLED' | 'UNCLEAR'

/** Why a verdict is as it is, for programs and other languages. */
export const repairReasons = [
  'AIRBAG',
  'AIRBAG_UNCERTAIN',
  'PARTS_TO_REPLACE',
  'PARTS_TO_REPLACE_OLD_VEHICLE',
  'SEVERE_WITHOUT_PARTS',
  'NOT_SEVERE',
  'NOT_ASSESSED',
  'NO_VEHICLE',
  'PARTLY_ASSESSED',
  'TO_REVIEW',
  'NO_DAMAGE',
] as const
export type RepairReason = (typeof repairReasons)[number]

export interface RepairHint {
  verdict: RepairVerdict
  code: RepairReason
  /** The same in English. */
  reason: string
  /** Parts to replace, where the reason is that; one that is not known is left out. */
  parts: string[]
}

/** Types that bend or break what they are on; scratches are painted, glass and lamps are exchanged. */
const DEFORMING = new Set(['dent', 'broken_part'])
/** Sheet metal and bumpers, which make a repair dear; mirrors and wheels do not. */
const BODY = /bumper|door|hood|trunk|tailgate/
/** From this share of a part on, in percent, a bent part is replaced whatever the size of the part. */
const REPLACED_PCT = 50
/** So many parts to replace are rarely worth it, and on an old vehicle so many. */
const TOTALLED_PARTS = 4
const TOTALLED_PARTS_OLD = 2
const OLD_YEARS = 12
/**
 * A rule of thumb for a first sorting, not an estimate: airbags, and how many body parts are to be replaced,
 * fewer on an old vehicle. What photos do not show, such as the frame, and what the vehicle is worth, is not
 * in it; see docs/decisions.md, 35.
 */
export function repairHint(file: ClaimFile, findings: readonly Finding[]): RepairHint {
  if (findings.length === 0) return withoutDamage(file)

  const airbags = findings.filter(({ type }) => type === 'airbag_deployed').flatMap(({ damages }) => damages)
  if (airbags.some(isCertain)) return hint('LIKELY_TOTALLED', 'AIRBAG', 'An airbag has deployed.')

  const replaced = [...new Set(findings.filter(isReplaced).map(({ part }) => part))]
  const parts = counted(replaced.length, 'body part')
  const named = replaced.map((part) => part?.replaceAll('_', ' ') ?? 'an unknown one').join(', ')
  const age = ageOf(file)
  if (replaced.length >= TOTALLED_PARTS) {
    return hint('LIKELY_TOTALLED', 'PARTS_TO_REPLACE', `${parts} to replace: ${named}.`, replaced)
  }
  if (age >= OLD_YEARS && replaced.length >= TOTALLED_PARTS_OLD) {
    const reason = `${parts} to replace on a vehicle ${age} years old: ${named}.`
    return hint('LIKELY_TOTALLED', 'PARTS_TO_REPLACE_OLD_VEHICLE', reason, replaced)
  }
  if (airbags.length > 0) {
    return hint('UNCLEAR', 'AIRBAG_UNCERTAIN', 'An airbag may have deployed: a person should look.')
  }
  if (replaced.length > 0) {
    return hint('REPAIRABLE', 'PARTS_TO_REPLACE', `${parts} to replace: ${named}.`, replaced)
  }
  return findings.some(({ severity }) => severity === 'severe')
    ? hint('REPAIRABLE', 'SEVERE_WITHOUT_PARTS', 'There is severe damage, but no body part to replace.')
    : hint('REPAIRABLE', 'NOT_SEVERE', 'No damage is severe.')
}

const hint = (
  verdict: RepairVerdict,
  code: RepairReason,
  reason: string,
  parts: readonly (string | null)[] = [],
): RepairHint => ({ verdict, code, reason, parts: parts.filter((part) => part !== null) })

/** Nothing was found: is that because nothing is there? */
function withoutDamage(file: ClaimFile): RepairHint {
  const unclear = (code: RepairReason, reason: string) => hint('UNCLEAR', code, reason)
  const answers = file.photos.map(({ photo }) => currentAssessment(file, photo.id)?.answer ?? null)
  const assessed = answers.filter((answer) => answer !== null)
  if (assessed.length === 0) return unclear('NOT_ASSESSED', 'No photo has been assessed yet.')
  if (!assessed.some(({ vehicle }) => vehicle)) return unclear('NO_VEHICLE', 'No photo shows a vehicle.')
  const open = answers.length - assessed.length
  if (open > 0)
    return unclear(
      'PARTLY_ASSESSED',
      `No damage was found, but ${open} of ${counted(answers.length, 'photo')} could not be assessed or is still to be.`,
    )
  const poor = photosToReview(file).length
  if (poor > 0)
    return unclear('TO_REVIEW', `No damage was found, but a person should look at ${counted(poor, 'photo')}.`)
  return hint('UNDAMAGED', 'NO_DAMAGE', 'No damage was found on any photo.')
}

/** Below that the model's word alone does not end a vehicle's life. */
const isCertain = ({ confidence, state }: ReviewedDamage) => confidence >= CONFIDENT || state !== 'UNREVIEWED'

const isReplaced = ({ type, part, severity, partAreaPct }: Finding) =>
  DEFORMING.has(type) &&
  (part === null || BODY.test(part)) &&
  (severity === 'severe' || (partAreaPct ?? 0) >= REPLACED_PCT)

/** In years, when the claim was opened; 0 where the year is not known. */
const ageOf = ({ head: { vehicle, createdAt } }: ClaimFile): number =>
  vehicle.year === null ? 0 : new Date(createdAt).getUTCFullYear() - vehicle.year

const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`
