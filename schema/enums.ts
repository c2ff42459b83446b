import { roles } from '../api/principal.ts'
import { builder } from './builder.ts'

export const AreaOf = builder.enumType('AreaOf', {
  description: 'The whole that an area is a share of, as far as the photo shows it.',
  values: {
    PHOTO: { description: 'The photo.' },
    VEHICLE: { description: 'All parts of the vehicle together.' },
    PART: { description: 'The part that the damage is on.' },
  },
})

export const Space = builder.enumType('Space', {
  description: 'Unit of coordinates, from the top left corner of the upright photo.',
  values: {
    NORMALIZED: { description: '0 to 1 across the width and down the height.' },
    PIXEL: { description: 'Pixels of the upright original.' },
  },
})

export const Severity = builder.enumType('Severity', {
  values: {
    MINOR: { value: 'minor' },
    MODERATE: { value: 'moderate' },
    SEVERE: { value: 'severe' },
  } as const,
})

export const Detail = builder.enumType('Detail', {
  description: 'How closely the model looks.',
  values: {
    STANDARD: { value: 'standard' },
    HIGH: {
      value: 'high',
      description: 'Also at overlapping tiles, for small scratches; several times as long.',
    },
  } as const,
})

export const GroupingEnum = builder.enumType('Grouping', {
  description: 'Which photos of a batch share a claim.',
  values: {
    PHOTO: { description: 'Each photo opens a claim of its own.' },
    FOLDER: { description: 'Those of one folder, up to a hundred; its name becomes the reference.' },
  } as const,
})

export const BatchStateEnum = builder.enumType('BatchState', {
  description: 'The last three are final, until what failed is retried.',
  values: {
    LISTING: { description: 'Its photos are looked up.' },
    RUNNING: {},
    RETRYING: { description: 'What failed is put back into its place.' },
    CANCELLING: { description: 'What nobody has begun is taken out.' },
    FINISHED: { description: 'Every photo has ended, with a result or with a reason.' },
    CANCELLED: {},
    FAILED: { description: 'Nothing of it could be read.' },
  } as const,
})

export const BatchEntryStateEnum = builder.enumType('BatchEntryState', {
  description: 'The last three are final.',
  values: {
    WAITING: {},
    RUNNING: { description: 'It has an assessment, which has not ended.' },
    DONE: {},
    FAILED: {},
    CANCELLED: {},
  } as const,
})

export const ClaimStatusEnum = builder.enumType('ClaimStatus', { values: ['OPEN', 'CLOSED'] as const })

export const AssessmentStatusEnum = builder.enumType('AssessmentStatus', {
  description: 'The last three are final, and every assessment reaches one of them.',
  values: {
    QUEUED: {},
    RUNNING: {},
    SUCCEEDED: {},
    FAILED: { description: 'See `failure`.' },
    NEEDS_REVIEW: { description: 'Done, and a person should look: see `reviewReasons`.' },
  } as const,
})

export const ReviewReasonEnum = builder.enumType('ReviewReason', {
  values: {
    IMPLAUSIBLE_DAMAGE: { description: 'A damage of a type that does not occur on its part.' },
    LOW_CONFIDENCE: { description: 'A damage that the model is not sure of.' },
    POOR_PHOTO: { description: 'A photo that should be taken again.' },
    SEVERE_DAMAGE: {},
  } as const,
})

export const DamageStateEnum = builder.enumType('DamageState', {
  values: {
    UNREVIEWED: { description: 'As the model found it.' },
    CONFIRMED: {},
    REJECTED: {},
    CORRECTED: { description: 'Changed by a person; see `original`.' },
    ADDED: { description: 'Drawn by a person.' },
  } as const,
})

export const VerdictEnum = builder.enumType('Verdict', {
  values: {
    CONFIRM: {},
    REJECT: { description: 'There is no damage. It stays in the trail.' },
    CORRECT: { description: 'There is one, but with another type, part, severity or outline.' },
    WITHDRAW: {
      description:
        'Takes back the last judgement of it that still stands, whoever gave it. Both stay in the trail.',
    },
  } as const,
})

export const PhotoStateEnum = builder.enumType('PhotoState', {
  values: { UPLOADED: {}, READY: {}, REJECTED: {} } as const,
})

export const RoleEnum = builder.enumType('Role', {
  description:
    'What somebody may do: submitters send photos, adjusters also review, admins also erase and make keys.',
  values: Object.fromEntries(roles.map((role) => [role.toUpperCase(), { value: role }])) as Record<
    'SUBMITTER' | 'ADJUSTER' | 'ADMIN',
    { value: 'submitter' | 'adjuster' | 'admin' }
  >,
})

export const AnnotationFormat = builder.enumType('AnnotationFormat', {
  values: {
    VIA: { description: 'VGG Image Annotator, project file of version 2.' },
    COCO: { description: 'COCO instances with polygon segmentations.' },
    YOLO: { description: 'Ultralytics segmentation labels, one text per photo.' },
  } as const,
})
