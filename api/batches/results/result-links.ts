import type { Links } from '../../../edge/links.ts'
import type { BatchRef } from '../records.ts'

/** A tenant's name may hold any character; a path may not. */
export const tenantPath = (tenant: string): string => Buffer.from(tenant).toString('base64url')
export const tenantOfPath = (path: string): string => Buffer.from(path, 'base64url').toString()

export interface ResultLinks {
  zip: string
  csv: string
  jsonLines: string
  summaryParquet: string
  damagesParquet: string
}

/** Links to the results of a batch. They need no credentials and end after a while. */
export function resultLinks(links: Pick<Links, 'to'>, { tenant, id }: BatchRef): ResultLinks {
  const link = (file: string) => links.to(`/batches/${tenantPath(tenant)}/${id}/${file}`)
  return {
    zip: link('results.zip'),
    csv: link('summary.csv'),
    jsonLines: link('results.jsonl'),
    summaryParquet: link('summary.parquet'),
    damagesParquet: link('damages.parquet'),
  }
}
