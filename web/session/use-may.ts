import { useQuery } from 'urql'
import { graphql } from '../graphql/graphql.ts'

const ViewerRole = graphql(`
  query ViewerRole {
    viewer { role }
  }
`)

const roles = ['SUBMITTER', 'ADJUSTER', 'ADMIN'] as const
export type Role = (typeof roles)[number]

/**
 * Whether whoever uses the desk has this role or a higher one: what they may not do is left out. The server decides in
 * any case, so that a desk that cannot find out leaves nothing out.
 *
 * @returns null until it is known
 */
export function useHasRole(needed: Role): boolean | null {
  const [{ data, error }] = useQuery({ query: ViewerRole })
  if (error) return true
  return data ? roles.indexOf(data.viewer.role) >= roles.indexOf(needed) : null
}

/** The same for what comes into view once it is known to be allowed. */
export const useMay = (needed: Role): boolean => useHasRole(needed) ?? false
