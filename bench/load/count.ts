import type { RunningSystem } from '../campaign/running-system.ts'

export interface Standing {
  assessments: number
  /** Without a final state. */
  open: number
  /** Ids of assessments whose end stands in the audit trail more or less often than once. */
  notOnce: string[]
  ids: Set<string>
}

/** Every assessment by the API's own word, and how often its audit trail says that it ended. */
export async function countAssessments({ ask }: RunningSystem): Promise<Standing> {
  const standing: Standing = { assessments: 0, open: 0, notOnce: [], ids: new Set() }
  let after: string | null = null
  do {
    const { claims }: any = await ask(
      `query ($after: String) { claims(first: 50, after: $after) {
        nodes { assessments { id status } audit { kind } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    )
    // Each claim here was opened by one photo.
    for (const { assessments, audit } of claims.nodes) {
      const ends = audit.filter(({ kind }: { kind: string }) => kind === 'ASSESSMENT_FINISHED').length
      for (const { id, status } of assessments) {
        standing.assessments++
        standing.ids.add(id)
        if (status === 'QUEUED' || status === 'RUNNING') standing.open++
        if (ends !== assessments.length) standing.notOnce.push(id)
      }
    }
    after = claims.pageInfo.hasNextPage ? claims.pageInfo.endCursor : null
  } while (after)
  return standing
}
