import { CONFIDENT } from '../assess/judge-answer.ts'
import { type ClaimFile, currentAssessment, type ReviewedDamage } from './claim-file.ts'
import { photosToReview } from './photos-to-review.ts'
import type { Finding } from './summary.ts'

export type RepairVerdict = 'UNDAMAGED' | 'REPAIRABLE' | 'LIKELY_TOTALLED' | 'UNCLEAR'

export interface RepairHint {
  verdict: RepairVerdict
  reason: string
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
  if (airbags.some(isCertain)) return { verdict: 'LIKELY_TOTALLED', reason: 'An airbag has deployed.' }

  const replaced = [...new Set(findings.filter(isReplaced).map(({ part }) => part))]
  const parts = counted(replaced.length, 'body part')
  const named = replaced.map((part) => part?.replaceAll('_', ' ') ?? 'an unknown one').join(', ')
  const age = ageOf(file)
  if (replaced.length >= TOTALLED_PARTS) {
    return { verdict: 'LIKELY_TOTALLED', reason: `${parts} to replace: ${named}.` }
  }
  if (age >= OLD_YEARS && replaced.length >= TOTALLED_PARTS_OLD) {
    return {
      verdict: 'LIKELY_TOTALLED',
      reason: `${parts} to replace on a vehicle ${age} years old: ${named}.`,
    }
  }
  if (airbags.length > 0) {
    return { verdict: 'UNCLEAR', reason: 'An airbag may have deployed: a person should look.' }
  }
  if (replaced.length > 0) return { verdict: 'REPAIRABLE', reason: `${parts} to replace: ${named}.` }
  return findings.some(({ severity }) => severity === 'severe')
    ? { verdict: 'REPAIRABLE', reason: 'There is severe damage, but no body part to replace.' }
    : { verdict: 'REPAIRABLE', reason: 'No damage is severe.' }
}

/** Nothing was found: is that because nothing is there? */
function withoutDamage(file: ClaimFile): RepairHint {
  const unclear = (reason: string): RepairHint => ({ verdict: 'UNCLEAR', reason })
  const answers = file.photos.map(({ photo }) => currentAssessment(file, photo.id)?.answer ?? null)
  const assessed = answers.filter((answer) => answer !== null)
  if (assessed.length === 0) return unclear('No photo has been assessed yet.')
  if (!assessed.some(({ vehicle }) => vehicle)) return unclear('No photo shows a vehicle.')
  const open = answers.length - assessed.length
  if (open > 0)
    return unclear(
      `No damage was found, but ${open} of ${counted(answers.length, 'photo')} could not be assessed or is still to be.`,
    )
  const poor = photosToReview(file).length
  if (poor > 0) return unclear(`No damage was found, but a person should look at ${counted(poor, 'photo')}.`)
  return { verdict: 'UNDAMAGED', reason: 'No damage was found on any photo.' }
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
