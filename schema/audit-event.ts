import type { AuditEvent } from '../api/domain/records.ts'
import { builder } from './builder.ts'

const EventModel = builder.objectRef<{ name: string; version: string }>('AuditedModel').implement({
  fields: (t) => ({ name: t.exposeString('name'), version: t.exposeString('version') }),
})

const kinds = [
  'CLAIM_CREATED',
  'CLAIM_UPDATED',
  'CLAIM_CLOSED',
  'CLAIM_REOPENED',
  'ASSESSMENT_REQUESTED',
  'ASSESSMENT_FINISHED',
  'DAMAGE_CONFIRMED',
  'DAMAGE_REJECTED',
  'DAMAGE_CORRECTED',
  'DAMAGE_ADDED',
  'REVIEW_WITHDRAWN',
  'PHOTO_REVIEWED',
] as const satisfies AuditEvent['action']['kind'][]

export const AuditKind = builder.enumType('AuditKind', { values: kinds })

export const AuditEventType = builder.objectRef<AuditEvent>('AuditEvent').implement({
  description: 'One entry of the trail that a claim leaves. Entries are added, never changed.',
  fields: (t) => ({
    sequence: t.exposeInt('sequence', { description: '1, 2, 3 and so on within the claim.' }),
    at: t.expose('at', { type: 'DateTime' }),
    actor: t.exposeString('actor', { description: 'Who did it; `model` where nobody did.' }),
    kind: t.field({ type: AuditKind, resolve: ({ action }) => action.kind }),
    model: t.expose('model', {
      type: EventModel,
      nullable: true,
      description: 'The model whose word it is about.',
    }),
    note: t.exposeString('note', { nullable: true }),
    damageId: t.id({
      nullable: true,
      resolve: ({ action }) => ('damageId' in action ? action.damageId : null),
    }),
    photoId: t.id({ nullable: true, resolve: ({ action }) => ('photoId' in action ? action.photoId : null) }),
    assessmentId: t.id({
      nullable: true,
      resolve: ({ action }) => ('assessmentId' in action ? action.assessmentId : null),
    }),
    fields: t.stringList({
      description: 'What was changed: of the claim, or of the damage.',
      resolve: ({ action }) =>
        action.kind === 'CLAIM_UPDATED'
          ? action.fields
          : action.kind === 'DAMAGE_CORRECTED'
            ? Object.keys(action.change)
            : [],
    }),
  }),
})
