import { expect } from 'vitest'
import { createClaims } from '../../api/domain/claims.ts'
import type { Table } from '../../api/store/table.ts'
import { createListClaims } from '../../api/use-cases/list-claims.ts'
import { adjuster } from './open-test-api.ts'

/**
 * Expects exactly these assessments in the claims of the tenant, one of every photo and claim, each of them requested
 * once and ended once with success.
 */
export async function expectEachFinishedOnce(table: Table, accepted: (string | null)[]): Promise<void> {
  const claims = createClaims({ table, clock: Date.now })
  const list = createListClaims({ table, claims })
  const ids: string[] = []
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof list>> = await list(adjuster, {}, { first: 100, after })
    ids.push(...page.edges.map(({ node }) => node.id))
    if (!page.hasNextPage) break
    after = page.edges.at(-1)?.cursor ?? null
  }
  const files = await claims.files('acme', ids)
  const assessments = files.flatMap((file) => file?.assessments ?? [])
  expect(assessments.map(({ id }) => id).sort()).toEqual([...accepted].sort())
  expect(new Set(assessments.map(({ photoId }) => photoId)).size).toBe(accepted.length)
  for (const file of files) {
    expect(file?.assessments).toMatchObject([{ status: 'SUCCEEDED', lease: null }])
    expect(file?.events.map(({ action }) => action.kind)).toEqual([
      'CLAIM_CREATED',
      'ASSESSMENT_REQUESTED',
      'ASSESSMENT_FINISHED',
    ])
  }
}
