import { z } from 'zod'
import type { ClaimFile } from '../domain/claim-file.ts'
import type { Claims, NewClaim } from '../domain/claims.ts'
import type { ClaimHead, Vehicle } from '../domain/records.ts'
import { Conflict, type FieldComplaint, ValidationFailed } from '../errors.ts'
import { type Principal, requireRole } from '../principal.ts'
import { checkNote } from './check-note.ts'

/** What a caller says of a claim; absent leaves as it is, null clears. */
export interface ClaimInput {
  reference?: string | null
  policyNumber?: string | null
  vehicle?: Partial<Vehicle> | null
  notes?: string | null
}

export interface EditClaim {
  create(principal: Principal, input: ClaimInput): Promise<ClaimFile>
  update(principal: Principal, id: string, input: ClaimInput, version: number | null): Promise<ClaimFile>
  close(principal: Principal, id: string, note: string | null): Promise<ClaimFile>
  reopen(principal: Principal, id: string, note: string | null): Promise<ClaimFile>
}

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `Expected at most ${max} characters but received more`)
    // Those that turn the direction of writing make a reference read as another one.
    .regex(
      /^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u,
      'Expected text on one line but received control characters',
    )
    .transform((text) => text || null)
    .nullish()

/** Letters that stand for digits are not used in a VIN (ISO 3779). */
const vin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(
    /^[A-HJ-NPR-Z0-9]{17}$/,
    'Expected 17 letters and digits without I, O and Q but received something else',
  )
  .nullish()

const inputSchema = z.object({
  reference: line(64),
  policyNumber: line(64),
  vehicle: z
    .object({
      plate: line(16),
      vin,
      make: line(64),
      model: line(64),
      year: z
        .number()
        .int()
        .min(1886, 'Expected a year from 1886 on but received an earlier one')
        .max(2100, 'Expected a year up to 2100 but received a later one')
        .nullish(),
    })
    .nullish(),
  notes: z.string().max(10_000, 'Expected at most 10000 characters but received more').nullish(),
})

const unknownVehicle: Vehicle = { plate: null, vin: null, make: null, model: null, year: null }

/** Opens, changes and closes claims. */
export function createEditClaim({ claims }: { claims: Claims }): EditClaim {
  const move =
    (status: 'OPEN' | 'CLOSED') => async (principal: Principal, id: string, said: string | null) => {
      requireRole(principal, 'adjuster')
      const note = checkNote(said)
      const { file } = await claims.change(principal, id, ({ head }) => {
        if (head.status === status) {
          throw new Conflict(`Expected a claim that is not ${status.toLowerCase()} yet but received ${id}`)
        }
        const kind = status === 'CLOSED' ? 'CLAIM_CLOSED' : 'CLAIM_REOPENED'
        return { head: { status }, events: [{ action: { kind }, note }], result: null }
      })
      return file
    }

  return {
    async create(principal, input) {
      requireRole(principal, 'submitter')
      const { reference = null, policyNumber = null, vehicle, notes = null } = parse(input)
      const claim: NewClaim = {
        reference,
        policyNumber,
        notes,
        vehicle: { ...unknownVehicle, ...defined(vehicle ?? {}) },
      }
      const { file } = await claims.change(principal, claims.draft(principal, claim), () => ({
        events: [{ action: { kind: 'CLAIM_CREATED' } }],
        result: null,
      }))
      return file
    },
    async update(principal, id, input, version) {
      requireRole(principal, 'adjuster')
      const { vehicle, ...rest } = parse(input)
      const change = ({ head }: ClaimFile) => {
        const next = {
          ...defined(rest),
          vehicle: vehicle === null ? unknownVehicle : { ...head.vehicle, ...defined(vehicle ?? {}) },
        }
        const fields = changedFields(head, next)
        const action = { kind: 'CLAIM_UPDATED' as const, fields }
        // Asking for what is so already is no entry on the trail.
        return { head: next, events: fields.length > 0 ? [{ action }] : [], result: null }
      }
      return (await claims.change(principal, id, change, version)).file
    },
    close: move('CLOSED'),
    reopen: move('OPEN'),
  }
}

type Details = Pick<ClaimHead, 'reference' | 'policyNumber' | 'vehicle' | 'notes'>

/** Names of what differs, such as `notes` and `vehicle.plate`. */
function changedFields(before: Details, { vehicle, ...rest }: Partial<Details> & Pick<Details, 'vehicle'>) {
  const differing = <T extends object>(one: T, other: Partial<T>) =>
    (Object.keys(other) as (keyof T & string)[]).filter((name) => one[name] !== other[name])
  return [...differing(before, rest), ...differing(before.vehicle, vehicle).map((name) => `vehicle.${name}`)]
}

function parse(input: ClaimInput) {
  const parsed = inputSchema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new ValidationFailed(
    parsed.error.issues.map(({ path, message }): FieldComplaint => ({ field: path.join('.'), message })),
  )
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

const defined = <T extends object>(object: T): Defined<T> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>
