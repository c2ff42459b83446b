import { Conflict, NotFound } from '../errors.ts'
import { createId } from '../ids.ts'
import { ASSESSMENT, claimPartition, EVENT, eventKey, HEAD, PHOTO } from '../store/keys.ts'
import { type Item, type Operation, type Table, WriteConflict } from '../store/table.ts'
import { type ClaimFile, openDamages } from './claim-file.ts'
import { type Decision, withRecords } from './decide.ts'
import { changeLists } from './list-keys.ts'
import { photosToReview } from './photos-to-review.ts'
import { createRecentFiles } from './recent-files.ts'
import type { AssessmentRecord, AuditEvent, ClaimHead, ClaimPhoto } from './records.ts'

export interface ClaimsDeps {
  table: Table
  /** Milliseconds since 1970. */
  clock: () => number
}

export interface Author {
  tenant: string
  subject: string
}

export type NewClaim = Pick<ClaimHead, 'reference' | 'policyNumber' | 'vehicle' | 'notes'>

export interface Claims {
  /** Everything of a claim, in one read; null where the tenant has no such claim. */
  file(tenant: string, id: string): Promise<ClaimFile | null>
  /**
   * Several files in two calls of the store at most, in the order of their ids. Not to be changed: others hold them too.
   *
   * @param options.passing what is read is not remembered: whoever goes through many files asks for each but once
   */
  files(
    tenant: string,
    ids: readonly string[],
    options?: { passing?: boolean },
  ): Promise<(ClaimFile | null)[]>
  heads(tenant: string, ids: readonly string[]): Promise<(ClaimHead | null)[]>
  /** Lets go of what is remembered of a claim that was erased. */
  forget(tenant: string, id: string): void
  /** A claim to be opened by the next change to it; nothing is written yet. */
  draft(author: Author, claim: NewClaim): ClaimFile
  /**
   * Reads the claim, decides, and writes the decision as one; when somebody else was faster, all over.
   *
   * @param expectedVersion refuse to change any version but this
   * @throws NotFound, Conflict, what `decide` throws
   */
  change<T>(
    author: Author,
    target: string | ClaimFile,
    decide: (file: ClaimFile) => Decision<T>,
    expectedVersion?: number | null,
  ): Promise<{ file: ClaimFile; result: T }>
}

/** How often a decision is made anew before the caller is told. */
const ATTEMPTS = 12

/** Claims in the table: each is one partition, changed under the version of its head. */
export function createClaims({ table, clock }: ClaimsDeps): Claims {
  const now = () => new Date(clock()).toISOString()
  const recent = createRecentFiles()

  async function file(tenant: string, id: string) {
    return toFile(await table.query(claimPartition(tenant, id)))
  }

  function commit<T>(author: Author, file: ClaimFile, decision: Decision<T>) {
    const { assessments = [], photos = [], operations = [] } = decision
    const at = now()
    const events = (decision.events ?? []).map(
      ({ action, note = null, model = null }, i): AuditEvent => ({
        sequence: file.head.events + i + 1,
        at,
        actor: author.subject,
        model,
        note,
        action,
      }),
    )
    const head: ClaimHead = {
      ...file.head,
      ...decision.head,
      updatedAt: at,
      events: file.head.events + events.length,
    }
    const after = withRecords(file, head, decision, events)
    Object.assign(head, listed(after))
    const pk = claimPartition(author.tenant, head.id)
    const { enter, leave } = changeLists(file.version === 0 ? null : file.head, head)
    const writes: Operation[] = [
      { put: { pk, sk: HEAD, data: head }, ifVersion: file.version },
      ...assessments.map((one) => ({ put: { pk, sk: `${ASSESSMENT}${one.id}`, data: one } })),
      ...photos.map((one) => ({ put: { pk, sk: `${PHOTO}${one.photo.id}`, data: one } })),
      ...events.map((one) => ({ put: { pk, sk: eventKey(one.sequence), data: one }, ifVersion: 0 })),
      ...enter.map((key) => ({ put: { ...key, data: null } })),
      ...leave.map((key) => ({ remove: key })),
      ...operations,
    ]
    return { after: { ...after, version: file.version + 1 }, writes }
  }

  return {
    file,
    async files(tenant, ids, { passing = false } = {}) {
      const pks = ids.map((id) => claimPartition(tenant, id))
      const heads = await table.getMany(pks.map((pk) => ({ pk, sk: HEAD })))
      const known = heads.map((head, i) => head && recent.get(pks[i] as string, head.version))
      const missing = pks.filter((_, i) => heads[i] && !known[i])
      const read = missing.length > 0 ? await table.queryMany(missing) : []
      const files = new Map(missing.map((pk, i) => [pk, toFile(read[i] ?? [])]))
      if (!passing) for (const [pk, file] of files) if (file) recent.keep(pk, file)
      return pks.map((pk, i) => known[i] ?? files.get(pk) ?? null)
    },
    async heads(tenant, ids) {
      const items = await table.getMany(ids.map((id) => ({ pk: claimPartition(tenant, id), sk: HEAD })))
      return items.map((item) => (item ? (item.data as ClaimHead) : null))
    },
    forget: (tenant, id) => recent.forget(claimPartition(tenant, id)),
    draft(author, claim) {
      const at = now()
      const head: ClaimHead = {
        id: createId(),
        tenant: author.tenant,
        ...claim,
        status: 'OPEN',
        createdAt: at,
        createdBy: author.subject,
        updatedAt: at,
        events: 0,
        damageTypes: [],
        parts: [],
      }
      return { head, version: 0, assessments: [], photos: [], events: [] }
    },
    async change(author, target, decide, expectedVersion = null) {
      const id = typeof target === 'string' ? target : target.head.id
      for (let attempt = 1; ; attempt++) {
        const before = typeof target === 'string' ? await file(author.tenant, id) : target
        if (!before) throw new NotFound('Claim', id)
        if (expectedVersion !== null && before.version !== expectedVersion) {
          throw new Conflict(
            `Expected version ${before.version} of the claim for a change but received ${expectedVersion}; ` +
              'read the claim again and decide anew',
          )
        }
        const decision = decide(before)
        const { after, writes } = commit(author, before, decision)
        try {
          await table.write(writes, { losable: decision.losable ?? false })
          return { file: after, result: decision.result }
        } catch (error) {
          if (!(error instanceof WriteConflict)) throw error
          const ownFault = error.keys.every(({ sk }) => sk !== HEAD && !sk.startsWith(EVENT))
          if (typeof target !== 'string' || ownFault) throw error
          if (attempt === ATTEMPTS)
            throw new Conflict('Expected a calm moment but received other changes; repeat')
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** Math.min(attempt, 7)))
        }
      }
    },
  }
}

function listed(file: ClaimFile): Pick<ClaimHead, 'damageTypes' | 'parts' | 'toReview'> {
  const damages = openDamages(file)
  const distinct = (names: (string | null)[]) => [...new Set(names.filter((name) => name !== null))].sort()
  return {
    damageTypes: distinct(damages.map(({ type }) => type)).slice(0, 20),
    parts: distinct(damages.map(({ part }) => part)).slice(0, 30),
    toReview: photosToReview(file).length,
  }
}

function toFile(items: readonly Item[]): ClaimFile | null {
  const head = items.find(({ sk }) => sk === HEAD)
  if (!head) return null
  const under = <T>(prefix: string) =>
    items.filter(({ sk }) => sk.startsWith(prefix)).map(({ data }) => data as T)
  return {
    head: head.data as ClaimHead,
    version: head.version,
    assessments: under<AssessmentRecord>(ASSESSMENT).sort((a, b) => order(a.requestedAt, b.requestedAt)),
    photos: under<ClaimPhoto>(PHOTO).sort((a, b) => order(a.addedAt, b.addedAt)),
    events: under<AuditEvent>(EVENT),
  }
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
