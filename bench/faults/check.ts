import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, type GraphqlAnswer, untilAnswered } from './client.ts'
import { ASSESSMENT, BATCH, CLAIM, CLAIMS } from './operations.ts'
import { createRandom } from './random.ts'
import { type Accepted, type AcceptedBatch, requestAssessment } from './traffic.ts'

/** What became of everything that was accepted in one trial. */
export interface Verdict {
  /** Photos accepted, and how many of them ended in which way. */
  accepted: number
  assessed: number
  failed: number
  cancelled: number
  /** Codes of those that failed, each with its number. */
  reasons: Record<string, number>
  /** Rules that do not hold, each in a sentence. */
  broken: string[]
}

export interface CheckOptions {
  client: Client
  accepted: Accepted
  /** Claims of earlier trials; those of this one are added. */
  known: Set<string>
  /** Damages for people to review in the next trial are added. */
  reviewable: { claimId: string; damageId: string }[]
  /** Seconds for everything to end. */
  patience: number
}

const FINAL = ['SUCCEEDED', 'NEEDS_REVIEW', 'FAILED']
const ENDED = ['FINISHED', 'CANCELLED', 'FAILED']

/** Looks through the API alone, as a front-end could: nothing lost, nothing doubled, nothing left running. */
export async function checkAccepted(options: CheckOptions): Promise<Verdict> {
  const { client, accepted, known, reviewable, patience } = options
  const verdict: Verdict = { accepted: 0, assessed: 0, failed: 0, cancelled: 0, reasons: {}, broken: [] }
  const broken = (rule: string) => void verdict.broken.push(rule)
  for (const key of accepted.unanswered) broken(`${key} was never answered`)
  for (const answer of accepted.unforeseen) broken(answer)

  await waitForEnds(client, accepted, patience, broken)
  const ours = new Map<string, Set<string>>()
  for (const { claimId, assessmentId } of accepted.assessments)
    ours.set(claimId, new Set([...(ours.get(claimId) ?? []), assessmentId]))
  for (const batch of accepted.batches) await checkBatch(client, batch, ours, verdict, broken)

  const all = await allClaims(client)
  for (const id of ours.keys()) if (!all.has(id)) broken(`claim ${id} is lost`)
  for (const id of all) {
    if (known.has(id)) continue
    known.add(id)
    if (!ours.has(id)) broken(`claim ${id} belongs to no request: something was done twice`)
  }
  for (const [id, assessmentIds] of ours) await checkClaim(client, id, assessmentIds, reviewable, broken)
  for (const { key, assessmentId, photo } of accepted.assessments) {
    verdict.accepted++
    const { status, failure } = (await ask(client, ASSESSMENT, { id: assessmentId })).data?.assessment ?? {}
    if (status === 'FAILED') {
      verdict.failed++
      verdict.reasons[failure.code] = (verdict.reasons[failure.code] ?? 0) + 1
      continue
    }
    if (FINAL.includes(status)) verdict.assessed++
    // A busy server may ask to come again; that is no answer yet.
    const again = await untilAnswered(createRandom(1), performance.now() + patience * 1000, () =>
      requestAssessment(client, key, photo, 0),
    )
    if (again?.assessmentId !== assessmentId)
      broken(`${key} repeated ${again ? 'made another assessment' : 'was not answered'}`)
  }
  for (const id of accepted.photos) {
    const { data } = await ask(client, 'query ($id: ID!) { photo(id: $id) { state links { normalized } } }', {
      id,
    })
    if (data?.photo?.state !== 'READY') broken(`photo ${id} is ${data?.photo?.state ?? 'lost'}`)
    else await checkPicture(client, data.photo.links.normalized, broken)
  }
  await checkReviews(client, accepted, broken)
  return verdict
}

/** Asks again while the server is only just back. */
async function ask(client: Client, query: string, variables: object): Promise<GraphqlAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await client.ask(query, variables).catch((error: Error) => error)
    if (!(answer instanceof Error) && !answer.errors) return answer
    if (attempt === 10) throw answer instanceof Error ? answer : new Error(JSON.stringify(answer.errors))
    await sleep(300)
  }
}

async function waitForEnds(
  client: Client,
  { assessments, batches }: Accepted,
  patience: number,
  broken: (rule: string) => void,
) {
  const until = performance.now() + patience * 1000
  const open = new Map<string, () => Promise<string>>()
  for (const { assessmentId: id } of assessments)
    open.set(
      `assessment ${id}`,
      async () => (await ask(client, ASSESSMENT, { id })).data?.assessment?.status ?? 'lost',
    )
  for (const { id } of batches)
    open.set(`batch ${id}`, async () => (await ask(client, BATCH, { id })).data?.batch?.state ?? 'lost')
  while (open.size > 0) {
    let told = ''
    for (const [what, state] of open) {
      const now = await state()
      told = `${what} is ${now}`
      if (now === 'lost') broken(`${what} is lost`)
      if ([...FINAL, ...ENDED, 'lost'].includes(now)) open.delete(what)
      else if (performance.now() > until) {
        broken(`${told} after ${patience} s`)
        open.delete(what)
      }
    }
    if (open.size > 0) await sleep(200)
  }
}

async function checkBatch(
  client: Client,
  batch: AcceptedBatch,
  ours: Map<string, Set<string>>,
  verdict: Verdict,
  broken: (rule: string) => void,
) {
  const { data } = await ask(client, BATCH, { id: batch.id })
  const found = data?.batch
  if (!found) return
  const entries: any[] = found.entries.nodes
  const { done, failed, cancelled, waiting } = found.progress
  const count = (state: string) => entries.filter((entry) => entry.state === state).length
  verdict.accepted += entries.length
  verdict.assessed += done
  verdict.failed += failed
  verdict.cancelled += cancelled
  const rule = (holds: boolean, text: string) => holds || broken(`batch ${batch.id}: ${text}`)
  rule(
    found.total === batch.photos + batch.others,
    `${found.total} entries of ${batch.photos + batch.others}`,
  )
  rule(entries.length === found.total, `${entries.length} entries listed of ${found.total}`)
  rule(waiting === 0, `${waiting} wait after its end`)
  rule(done === count('DONE') && failed === count('FAILED'), 'counts are not those of its entries')
  rule(cancelled === count('CANCELLED'), 'counts are not those of its entries')
  rule(batch.cancelled || found.state === 'FINISHED', `it is ${found.state}`)
  rule(batch.cancelled || cancelled === 0, `${cancelled} cancelled though nobody asked`)
  const seen = new Set<string>()
  for (const { name, state, failure, claim, assessment } of entries) {
    if (failure) verdict.reasons[failure.code] = (verdict.reasons[failure.code] ?? 0) + 1
    if (state === 'FAILED' && name.endsWith('.png')) rule(false, `${name} failed: ${failure?.code}`)
    if (state === 'DONE')
      rule(
        ['SUCCEEDED', 'NEEDS_REVIEW'].includes(assessment?.status),
        `${name} is DONE, ${assessment?.status}`,
      )
    if (!assessment) continue
    rule(!seen.has(assessment.id), `two entries have assessment ${assessment.id}`)
    seen.add(assessment.id)
    ours.set(claim.id, new Set([...(ours.get(claim.id) ?? []), assessment.id]))
  }
}

async function allClaims(client: Client): Promise<Set<string>> {
  const ids = new Set<string>()
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo }: any = (await ask(client, CLAIMS, { after })).data.claims
    for (const { id } of nodes) ids.add(id)
    if (!pageInfo.hasNextPage) return ids
    after = pageInfo.endCursor
  }
}

async function checkClaim(
  client: Client,
  id: string,
  expected: ReadonlySet<string>,
  reviewable: CheckOptions['reviewable'],
  broken: (rule: string) => void,
) {
  const claim = (await ask(client, CLAIM, { id })).data?.claim
  if (!claim) return
  for (const { id: assessmentId, status, failure } of claim.assessments) {
    if (!FINAL.includes(status)) broken(`claim ${id}: assessment ${assessmentId} is still ${status}`)
    // What failed for want of the model is assessed again under the same claim when its request is repeated.
    const repeated = status === 'FAILED' && failure.retryAfterSeconds !== null
    if (!expected.has(assessmentId) && !repeated) broken(`claim ${id}: ${assessmentId} was assessed twice`)
    const told = (kind: string) =>
      claim.audit.filter((one: any) => one.kind === kind && one.assessmentId === assessmentId).length
    const [asked, finished] = [told('ASSESSMENT_REQUESTED'), told('ASSESSMENT_FINISHED')]
    if (asked !== 1 || finished !== 1)
      broken(`claim ${id}: ${assessmentId} was requested ${asked} times and ended ${finished} times`)
  }
  const has = new Set(claim.assessments.map((one: any) => one.id))
  for (const one of expected) if (!has.has(one)) broken(`claim ${id}: assessment ${one} is lost`)
  if (claim.audit.some(({ sequence }: any, i: number) => sequence !== i + 1))
    broken(`claim ${id}: the trail has gaps`)
  const drawn = claim.assessments.some(({ status }: any) => status !== 'FAILED')
  for (const { links } of claim.photos)
    for (const [version, link] of Object.entries(links as Record<string, string | null>)) {
      if (link) await checkPicture(client, link, broken)
      else if (version !== 'annotated' || drawn) broken(`claim ${id}: no link to its ${version} picture`)
    }
  const [damage] = claim.damages
  if (damage && reviewable.length < 3) reviewable.push({ claimId: id, damageId: damage.id })
}

async function checkPicture(client: Client, link: string, broken: (rule: string) => void) {
  // Links name the server that was asked; it may be another one's turn.
  const response = await client.fetch(link).catch(() => null)
  const type = response?.headers.get('content-type') ?? ''
  const bytes = response ? (await response.arrayBuffer()).byteLength : 0
  if (response?.status !== 200 || !type.startsWith('image/') || bytes < 100)
    broken(`a picture is missing: ${link.split('?')[0]} answered ${response?.status} with ${bytes} bytes`)
}

async function checkReviews(client: Client, { reviews }: Accepted, broken: (rule: string) => void) {
  for (const { claimId, damageId, note, answered } of reviews) {
    const claim = (await ask(client, CLAIM, { id: claimId })).data?.claim
    const times = claim?.audit.filter((one: any) => one.damageId === damageId && one.note === note).length
    if (times !== 1 && (answered || times !== 0))
      broken(`review ${note} was ${answered ? 'answered' : 'not answered'} and is there ${times} times`)
  }
}
