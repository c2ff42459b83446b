import { useEffect, useState } from 'react'
import { useServices } from '../app/services.tsx'
import type { ResultOf } from '../graphql/graphql.ts'
import { SeenBefore } from './operations.ts'

type Photo = Extract<
  NonNullable<ResultOf<typeof SeenBefore>['nodes'][number]>,
  { __typename: 'VehiclePhoto' }
>
type Similar = Photo['similar'][number]

/** Photos asked about at once: each is dozens of look-ups in the store. */
const AT_ONCE = 10

/** For each photo that other claims have too, the photos there; asked for a few at a time. */
export function useSeenBefore(claimId: string, photoIds: readonly string[]): ReadonlyMap<string, Similar[]> {
  const { client } = useServices()
  const [seen, setSeen] = useState<ReadonlyMap<string, Similar[]>>(new Map())
  const ids = photoIds.join(' ')
  useEffect(() => {
    let current = true
    void (async () => {
      const all = ids.split(' ').filter(Boolean)
      for (let i = 0; i < all.length && current; i += AT_ONCE) {
        const { data } = await client.query(SeenBefore, { ids: all.slice(i, i + AT_ONCE) })
        const found = (data?.nodes ?? []).flatMap((node): [string, Similar[]][] => {
          if (node?.__typename !== 'VehiclePhoto') return []
          const elsewhere = node.similar
            .map((one) => ({ ...one, claims: one.claims.filter(({ id }) => id !== claimId) }))
            .filter(({ claims }) => claims.length > 0)
          return elsewhere.length > 0 ? [[node.id, elsewhere]] : []
        })
        if (current && found.length > 0) setSeen((before) => new Map([...before, ...found]))
      }
    })()
    return () => {
      current = false
    }
  }, [ids, claimId, client])
  return seen
}
