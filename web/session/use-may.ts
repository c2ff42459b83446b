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
 * @returns false until it is known
 */
export function useMay(needed: Role): boolean {
  const [{ data, error }] = useQuery({ query: ViewerRole })
  if (error) return true
  return data !== undefined && roles.indexOf(data.viewer.role) >= roles.indexOf(needed)
}
