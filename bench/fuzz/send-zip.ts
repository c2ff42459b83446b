import { setTimeout as sleep } from 'node:timers/promises'

/** What a batch is asked through: the server's routes, with or without a port between. */
export type Fetch = (path: string, init?: RequestInit) => Promise<Response>

const ENDED = ['FINISHED', 'CANCELLED', 'FAILED']

/**
 * Sends a zip and waits until its batch has ended.
 *
 * @returns what is wrong: no typed refusal, an entry without an end or a reason, counts that do not add up; null for
 *   nothing
 */
export async function sendZip(fetch: Fetch, zip: Uint8Array, seconds = 120): Promise<string | null> {
  const response = await fetch('/batches', { method: 'POST', body: new Uint8Array(zip) })
  const body = (await response.json()) as { id?: string; error?: { code?: string } }
  if (response.status >= 400 && response.status < 500)
    return body.error?.code ? null : `refused with ${response.status} without a code`
  if (response.status !== 201) return `answered ${response.status} ${JSON.stringify(body)}`
  const until = performance.now() + seconds * 1000
  for (;;) {
    const batch = (await (await fetch(`/batches/${body.id}`)).json()) as any
    if (ENDED.includes(batch.state))
      return wrongWithBatch(batch) ?? wrongWithEntries(fetch, body.id ?? '', batch)
    if (performance.now() > until) return `is ${batch.state} after ${seconds} s: ${JSON.stringify(batch)}`
    await sleep(20)
  }
}

function wrongWithBatch({ state, failure, total, done, failed, cancelled, waiting }: any): string | null {
  if (state === 'FAILED') return failure?.code ? null : 'failed without a reason'
  if (state !== 'FINISHED') return `ended as ${state}`
  return done + failed === total && cancelled === 0 && waiting === 0
    ? null
    : `of ${total} entries ${done} are done, ${failed} failed, ${cancelled} were cancelled, ${waiting} wait`
}

async function wrongWithEntries(fetch: Fetch, id: string, { total, state }: any): Promise<string | null> {
  if (state === 'FAILED') return null
  const query = `query ($id: ID!, $after: String) { batch(id: $id) { entries(first: 100, after: $after) {
    nodes { name state failure { code message } } pageInfo { endCursor hasNextPage } } } }`
  let listed = 0
  for (let after: string | null = null; ; ) {
    const answer = (await (
      await fetch('/graphql', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ query, variables: { id, after } }),
      })
    ).json()) as any
    const page: any = answer.data?.batch?.entries
    if (!page) return `its entries cannot be read: ${JSON.stringify(answer).slice(0, 300)}`
    for (const { name, state: ended, failure } of page.nodes) {
      listed++
      if (ended === 'DONE' ? failure : ended !== 'FAILED' || !failure?.code || failure.code === 'INTERNAL')
        return `${JSON.stringify(name)} ended as ${ended} with ${failure?.code}: ${failure?.message}`
    }
    if (!page.pageInfo.hasNextPage) break
    after = page.pageInfo.endCursor
  }
  return listed === total ? null : `${listed} entries are listed of ${total}`
}
