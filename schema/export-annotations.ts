import type { AnnotatedPhoto, AnnotationFile } from '../api/domain/annotations/annotated-photo.ts'
import type { AnnotationExport } from '../api/use-cases/export-annotations.ts'
import { builder } from './builder.ts'
import { ClaimFilterInput } from './claim.ts'
import { AnnotationFormat } from './enums.ts'
import { claimErrors } from './errors.ts'
import { present } from './fresh.ts'

const FileType = builder.objectRef<AnnotationFile>('AnnotationFile').implement({
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Path within the data set.' }),
    text: t.exposeString('text'),
  }),
})

const PhotoToFetch = builder.objectRef<AnnotatedPhoto>('AnnotatedPhoto').implement({
  fields: (t) => ({
    fileName: t.exposeString('fileName', { description: 'As the annotations call it.' }),
    url: t.string({
      description: 'Where to fetch the original; good for a while.',
      resolve: ({ photo }, _args, { api, absolute }) => absolute(api.links.photo(photo.id).original),
    }),
  }),
})

const ExportType = builder.objectRef<AnnotationExport>('AnnotationExport').implement({
  description: 'Annotations as files, and the photos that belong beside them (for YOLO in `images/`).',
  fields: (t) => ({
    format: t.expose('format', { type: AnnotationFormat }),
    files: t.field({ type: [FileType], resolve: ({ files }) => files }),
    photos: t.field({ type: [PhotoToFetch], resolve: ({ photos }) => photos }),
    damageCount: t.int({
      resolve: ({ photos }) => photos.reduce((sum, { damages }) => sum + damages.length, 0),
    }),
  }),
})

builder.mutationField('exportAnnotations', (t) =>
  t.field({
    type: ExportType,
    description:
      'Turns photos whose damages people have judged into training data for `inference/training`. ' +
      'Of one claim, of those that fit a filter, or of all.',
    errors: { types: claimErrors },
    args: {
      format: t.arg({ type: AnnotationFormat, required: true }),
      claim: t.arg.id(),
      filter: t.arg({ type: ClaimFilterInput }),
    },
    resolve: (_root, { format, claim, filter }, { api, principal }) =>
      api.exportAnnotations(principal, {
        format,
        claimId: claim ?? null,
        filter: filter ? present(filter) : null,
      }),
  }),
)
