import { findPhoto } from '../api/domain/claim-file.ts'
import { type RepairHint, repairReasons } from '../api/domain/repair-hint.ts'
import type { ClaimSummary, Finding, PartSummary } from '../api/domain/summary.ts'
import { builder } from './builder.ts'
import { DamageType } from './damage.ts'
import { Severity } from './enums.ts'
import { photoInClaim, VehiclePhoto } from './photo.ts'

const RepairVerdictEnum = builder.enumType('RepairVerdict', {
  values: ['UNDAMAGED', 'REPAIRABLE', 'LIKELY_TOTALLED', 'UNCLEAR'] as const,
})

const RepairReasonEnum = builder.enumType('RepairReason', { values: repairReasons })

const RepairHintType = builder.objectRef<RepairHint>('RepairHint').implement({
  description: 'A first sorting by rule of thumb, not an estimate.',
  fields: (t) => ({
    verdict: t.expose('verdict', { type: RepairVerdictEnum }),
    code: t.expose('code', { type: RepairReasonEnum, description: 'The reason, for programs.' }),
    reason: t.exposeString('reason', { description: 'The reason in English.' }),
    parts: t.exposeStringList('parts', {
      description: 'Parts to replace, where that is the reason; one that is not known is left out.',
    }),
  }),
})

const FindingType = builder.objectRef<Finding & { claimId: string }>('Finding').implement({
  description:
    'Damages of one type on one part, gathered from all photos: most likely one damage seen several times.',
  fields: (t) => ({
    type: t.exposeString('type'),
    part: t.exposeString('part', { nullable: true }),
    severity: t.expose('severity', { type: Severity, description: 'The worst.' }),
    confidence: t.exposeFloat('confidence', { description: 'The highest.' }),
    partAreaPct: t.exposeFloat('partAreaPct', {
      nullable: true,
      description: 'The largest share of the part, in percent, on one photo.',
    }),
    damages: t.field({ type: [DamageType], resolve: ({ damages }) => damages }),
    photos: t.field({
      type: [VehiclePhoto],
      description: 'The evidence.',
      resolve: async ({ claimId, photoIds }, _args, { loaders }) => {
        const file = await loaders.file.load(claimId)
        return photoIds.flatMap((id) => {
          const found = file && findPhoto(file, id)
          return found ? [photoInClaim(found.photo, claimId)] : []
        })
      },
    }),
  }),
})

const PartSummaryType = builder.objectRef<PartSummary>('PartSummary').implement({
  fields: (t) => ({
    part: t.exposeString('part'),
    severity: t.expose('severity', { type: Severity }),
    damagedAreaPct: t.exposeFloat('damagedAreaPct', {
      description: 'The largest share of the part, in percent, that one photo shows damaged.',
    }),
    types: t.exposeStringList('types'),
  }),
})

export const ClaimSummaryType = builder
  .objectRef<ClaimSummary & { claimId: string }>('ClaimSummary')
  .implement({
    description: 'A claim at a glance.',
    fields: (t) => ({
      findings: t.field({
        type: [FindingType],
        description: 'Worst first.',
        resolve: ({ findings, claimId }) => findings.map((finding) => ({ ...finding, claimId })),
      }),
      parts: t.field({ type: [PartSummaryType], resolve: ({ parts }) => parts }),
      severity: t.expose('severity', {
        type: Severity,
        nullable: true,
        description: 'The worst; null without damage.',
      }),
      hint: t.expose('hint', { type: RepairHintType }),
    }),
  })
