import { Readable } from 'node:stream'
import type { ReadyPhoto } from '../../../edge/photo-record.ts'
import type { Photos } from '../../../edge/photos.ts'
import type { Claims } from '../../domain/claims.ts'
import type { BatchStore } from '../batch-store.ts'
import type { BatchHead, BatchRef } from '../records.ts'
import { type DamageRow, damageColumns, damageRows, summaryColumns } from './columns.ts'
import { csvHeader, csvLine } from './csv.ts'
import { parquet } from './parquet.ts'
import { drawableOf, jsonLine, type Result, readResults } from './result-lines.ts'
import { lines, resultsZip } from './results-zip.ts'

/** What a batch's results are handed out as, and its media type. */
export const resultFiles = {
  'results.zip': 'application/zip',
  'results.jsonl': 'application/jsonl; charset=utf-8',
  'summary.csv': 'text/csv; charset=utf-8',
  'summary.parquet': 'application/vnd.apache.parquet',
  'damages.parquet': 'application/vnd.apache.parquet',
} as const

export interface ResultsDeps {
  store: BatchStore
  claims: Pick<Claims, 'files'>
  photos: Pick<Photos, 'putOverlay'>
  /** Draws an overlay that was put over a photo, a JPEG; null where it cannot. */
  drawn: (photo: ReadyPhoto, overlay: string) => Promise<Uint8Array | null>
  /** Pictures drawn ahead of their turn, each of which is held in memory. @default 1 */
  ahead?: number
}

const contentOf: Record<
  Exclude<keyof typeof resultFiles, 'results.zip'>,
  (results: AsyncIterable<Result>) => AsyncIterable<string | Uint8Array>
> = {
  'results.jsonl': (results) => lines(results, jsonLine),
  'summary.csv': (results) => lines(results, csvLine, csvHeader),
  'summary.parquet': (results) => parquet(summaryColumns, results),
  'damages.parquet': (results) => parquet(damageColumns, damagesIn(results)),
}

async function* damagesIn(results: AsyncIterable<Result>): AsyncGenerator<DamageRow> {
  for await (const result of results) yield* damageRows(result)
}

export type ResultFile = keyof typeof resultFiles

/** A result made as it is read, where it lies, or when to ask again while it is made. */
export type OpenedResult = { content: Readable } | { url: string } | { retryAfterSeconds: number }

export interface Results {
  /** What there is so far; null where there is no such batch. */
  open(ref: BatchRef, file: ResultFile): Promise<OpenedResult | null>
  /** Removes what is stored of the results of a batch that is gone. */
  erase(batch: Pick<BatchHead, 'tenant' | 'id' | 'finishedAt'>): Promise<void>
}

/** Results that are made as they are read. */
export function createResults({ store, claims, photos, drawn, ahead = 1 }: ResultsDeps) {
  async function draw(result: Result): Promise<Uint8Array | null> {
    const overlay = drawableOf(result)
    if (!overlay || !result.photo || !result.assessment?.answer) return null
    const name = await photos.putOverlay(result.photo.id, overlay)
    return name === null ? null : drawn(result.photo, name)
  }

  return {
    async open(ref: BatchRef, file: ResultFile): Promise<{ content: Readable } | null> {
      if (!(await store.head(ref))) return null
      const results = () => readResults({ store, claims }, ref)
      if (file === 'results.zip') return { content: resultsZip({ results, draw, ahead }) }
      const content = contentOf[file](results())
      return { content: Readable.from(content, { objectMode: false }) }
    },
    // Nothing is stored.
    erase: async () => {},
  }
}
