import type { Progress } from '../api/batches/counts.ts'
import type { BatchEntry, BatchHead } from '../api/batches/records.ts'
import { type ResultLinks, resultLinks } from '../api/batches/results/result-links.ts'
import { decodeCursor, encodeCursor } from '../api/cursor.ts'
import { invalid } from '../api/errors.ts'
import { AssessmentType, FailureType, loadAssessment } from './assessment.ts'
import { builder } from './builder.ts'
import { ClaimType } from './claim.ts'
import type { Context } from './context.ts'
import { BatchEntryStateEnum, BatchStateEnum, Detail, GroupingEnum } from './enums.ts'
import { loadPhoto, VehiclePhoto } from './photo.ts'

const MAX_PAGE = 100
const DEFAULT_PAGE = 20

/** An entry with the batch that it belongs to. */
export interface EntryNode extends BatchEntry {
  batch: string
}

const BatchFailure = builder.objectRef<NonNullable<BatchHead['failure']>>('BatchFailure').implement({
  description: 'Why nothing of a batch could be assessed.',
  fields: (t) => ({ code: t.exposeString('code'), message: t.exposeString('message') }),
})

const BatchProgress = builder.objectRef<Progress>('BatchProgress').implement({
  description: 'How far a batch is, in photos.',
  fields: (t) => ({
    done: t.exposeInt('done', { description: 'Assessed.' }),
    failed: t.exposeInt('failed', { description: 'Ended with a reason.' }),
    cancelled: t.exposeInt('cancelled'),
    waiting: t.exposeInt('waiting', { description: 'Not ended yet, those under way included.' }),
    rate: t.exposeFloat('rate', {
      nullable: true,
      description: 'Photos a second since it began or went on; null until one has ended.',
    }),
    timeLeftSeconds: t.exposeFloat('timeLeftSeconds', {
      nullable: true,
      description: 'At that rate; null where that is not known.',
    }),
  }),
})

const BatchResults = builder.objectRef<BatchHead>('BatchResults').implement({
  description:
    'Links to what there is so far; whole once the batch has ended. They need no credentials and end after a while.',
  fields: (t) => {
    const link = (name: keyof ResultLinks, description: string) =>
      t.string({
        description,
        resolve: (head, _args, { api, absolute }) => absolute(resultLinks(api.links, head)[name]),
      })
    return {
      zip: link('zip', 'Annotated photos with the two below.'),
      csv: link('csv', 'One line per photo.'),
      jsonLines: link('jsonLines', 'One object per photo and line, with every damage and part.'),
      summaryParquet: link('summaryParquet', 'The CSV with types, as Apache Parquet.'),
      damagesParquet: link('damagesParquet', 'One row per damage, as Apache Parquet.'),
    }
  },
})

const BatchEntryType = builder.objectRef<EntryNode>('BatchEntry').implement({
  description: 'One photo of a batch, and what became of it.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'From 1, in the order of the source.' }),
    name: t.exposeString('name', { description: 'Path inside the zip or prefix, or the id of the photo.' }),
    state: t.expose('state', { type: BatchEntryStateEnum }),
    failure: t.expose('failure', { type: FailureType, nullable: true }),
    photo: t.field({
      type: VehiclePhoto,
      nullable: true,
      resolve: async ({ photoId, claimId }, _args, context) => {
        const photo = photoId === null ? null : await loadPhoto(photoId, context)
        return photo && { ...photo, claimId }
      },
    }),
    claim: t.field({
      type: ClaimType,
      nullable: true,
      description: 'Null before the photo was taken in, and where the claim was erased.',
      resolve: async ({ claimId }, _args, { loaders }) =>
        claimId === null ? null : ((await loaders.file.load(claimId))?.head ?? null),
    }),
    assessment: t.field({
      type: AssessmentType,
      nullable: true,
      resolve: ({ assessmentId }, _args, context) =>
        assessmentId === null ? null : loadAssessment(assessmentId, context),
    }),
  }),
})

export const BatchType = builder.objectRef<BatchHead>('Batch')

builder.node(BatchType, {
  description:
    'Many photos that are assessed in the background. Every photo of it ends in exactly one state.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => 'grouping' in (value as object),
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true }),
    state: t.expose('state', { type: BatchStateEnum }),
    detail: t.expose('detail', { type: Detail }),
    grouping: t.expose('grouping', { type: GroupingEnum }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    total: t.exposeInt('total', { description: 'Photos; 0 until they are listed.' }),
    skipped: t.exposeInt('skipped', {
      description: 'What lay beside the photos: folders, and what systems leave behind.',
    }),
    failure: t.expose('failure', { type: BatchFailure, nullable: true }),
    progress: t.field({
      type: BatchProgress,
      resolve: (head, _args, context) => batching(context).batches.progress(head),
    }),
    results: t.field({ type: BatchResults, resolve: (head) => head }),
    entries: t.connection({
      type: BatchEntryType,
      description: 'In the order of the source. At most 100 a page, 20 unless asked otherwise.',
      complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, (first ?? DEFAULT_PAGE) / 5) }),
      args: {
        failed: t.arg.boolean({
          required: true,
          defaultValue: false,
          description: 'Only those that failed.',
        }),
      },
      resolve: async (head, { first, after, last, before, failed }, context) => {
        const limit = pageSize({ first, last, before })
        const cursor = after == null ? 0 : Number(after)
        if (!Number.isInteger(cursor) || cursor < 0) throw invalid('after', 'a cursor from this list', after)
        const found = await batching(context).batches.entries(head, {
          after: cursor,
          limit: limit + 1,
          failed,
        })
        const edges = found
          .slice(0, limit)
          .map((entry) => ({ cursor: String(entry.index), node: { ...entry, batch: head.id } }))
        return { edges, pageInfo: pageInfoOf(edges, found.length > limit, cursor > 0) }
      },
    }),
  }),
})

builder.queryFields((t) => ({
  batch: t.field({
    type: BatchType,
    description: 'How a batch stands, to be polled; null where there is none of this tenant’s.',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadBatch(id, context),
  }),
  batches: t.connection({
    type: BatchType,
    description: 'Newest first. At most 100 a page, 20 unless asked otherwise.',
    complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, (first ?? DEFAULT_PAGE) / 5) }),
    resolve: async (_root, { first, after, last, before }, context) => {
      const limit = pageSize({ first, last, before })
      const { batches } = batching(context)
      const found = await batches.list(context.principal, {
        after: after == null ? null : decodeCursor(after, 'after'),
        limit: limit + 1,
      })
      const edges = found
        .slice(0, limit)
        .map(({ cursor, head }) => ({ cursor: encodeCursor(cursor), node: head }))
      return { edges, pageInfo: pageInfoOf(edges, found.length > limit, after != null) }
    },
  }),
}))

export const loadBatch = (id: string, { api, principal }: Pick<Context, 'api' | 'principal'>) =>
  api.batching?.batches.find(principal, id) ?? null

/** @throws ValidationFailed where nothing works on batches */
export function batching({ api }: Pick<Context, 'api'>) {
  if (!api.batching) throw invalid('batch', 'a server that works on batches', 'one that does not')
  return api.batching
}

interface Page {
  first?: number | null | undefined
  last?: number | null | undefined
  before?: string | null | undefined
}

/** Both lists are read forwards. */
function pageSize({ first, last, before }: Page): number {
  if (last != null || before != null) throw invalid('last', 'first and after', 'last or before')
  const size = first ?? DEFAULT_PAGE
  if (size < 1 || size > MAX_PAGE) throw invalid('first', `a whole number from 1 to ${MAX_PAGE}`, size)
  return size
}

const pageInfoOf = (edges: { cursor: string }[], hasNextPage: boolean, hasPreviousPage: boolean) => ({
  hasNextPage,
  hasPreviousPage,
  startCursor: edges[0]?.cursor ?? null,
  endCursor: edges.at(-1)?.cursor ?? null,
})
