import { MAX_NAME } from '../api/batches/check-request.ts'
import { invalid, ZipRejected } from '../api/errors.ts'
import { RequestError } from '../edge/http/errors.ts'
import { BatchType, batching } from './batch.ts'
import { builder } from './builder.ts'
import { Detail, GroupingEnum } from './enums.ts'
import { batchErrors } from './errors.ts'

builder.mutationFields((t) => ({
  assessBatch: t.field({
    type: BatchType,
    description:
      'Assesses many photos in the background: those of a zip, of one sent before, those named, or those below a prefix ' +
      'of S3; exactly one of the four. Larger zips go to `POST /batches`, which stores them as they arrive, or to where ' +
      '`POST /batches/uploads` says.',
    errors: { types: batchErrors },
    args: {
      zip: t.arg({ type: 'Zip' }),
      upload: t.arg.id({ description: 'Of a zip that was sent to where `POST /batches/uploads` said.' }),
      photos: t.arg.idList({ description: 'Ids that `POST /photos` gave, at most 10,000.' }),
      prefix: t.arg.string({ description: '`s3://bucket/path`, where the operator has allowed it.' }),
      name: t.arg.string({ description: `How people call it, in at most ${MAX_NAME} characters.` }),
      detail: t.arg({ type: Detail, required: true, defaultValue: 'standard' }),
      grouping: t.arg({ type: GroupingEnum, required: true, defaultValue: 'PHOTO' }),
      idempotencyKey: t.arg.string({
        description: 'Chosen by the caller: the same request with the same key makes one batch, for a week.',
      }),
    },
    resolve: async (
      _root,
      { zip, upload, photos, prefix, name, detail, grouping, idempotencyKey },
      context,
    ) => {
      const { principal, signal } = context
      const { batches } = batching(context)
      const given = [zip, upload, photos, prefix].filter((one) => one != null).length
      if (given !== 1) throw invalid('assessBatch', 'one of zip, upload, photos and prefix', given)
      const options = { name: name ?? null, detail, grouping, idempotencyKey: idempotencyKey ?? null }
      if (photos) return batches.fromPhotos(principal, photos, options)
      if (upload != null) return batches.fromUpload(principal, upload, options)
      if (prefix != null) return batches.fromPrefix(principal, prefix, options)
      const file = zip as File
      const received = { declaredBytes: file.size, signal }
      const body = file.stream() as unknown as AsyncIterable<Uint8Array>
      return batches
        .fromZip(principal, body, received, {
          ...options,
          name: options.name ?? file.name.slice(0, MAX_NAME),
        })
        .catch((error) => {
          throw error instanceof RequestError ? new ZipRejected(error.code, error.message) : error
        })
    },
  }),
  cancelBatch: t.field({
    type: BatchType,
    description: 'Ends what nobody has begun. What is with the model ends with it, and counts.',
    errors: { types: batchErrors },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => batching(context).batches.cancel(context.principal, id),
  }),
  retryBatch: t.field({
    type: BatchType,
    description: 'Has those photos of a batch that has ended assessed again that failed, and only those.',
    errors: { types: batchErrors },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => batching(context).batches.retry(context.principal, id),
  }),
}))
