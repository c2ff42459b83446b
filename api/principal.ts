import { Forbidden } from './errors.ts'

/** What somebody may do; each role may do what those before it may. */
export const roles = ['submitter', 'adjuster', 'admin'] as const
export type Role = (typeof roles)[number]

/** On whose behalf a request is made. */
export interface Principal {
  /** The company whose records these are. */
  tenant: string
  /** Who it is, as the audit trail names them. */
  subject: string
  role: Role
}

/** @throws Forbidden unless the principal has the role or a higher one */
export function requireRole({ role }: Principal, needed: Role): void {
  if (roles.indexOf(role) < roles.indexOf(needed)) throw new Forbidden(needed, role)
}
