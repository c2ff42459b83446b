import { useRef } from 'react'
import { type AnyVariables, type UseQueryArgs, type UseQueryResponse, useQuery } from 'urql'

/**
 * `useQuery` for pages that ask again: what they have stays while the server cannot be reached, and with it whatever
 * somebody was writing or drawing there.
 */
export function useLastingQuery<Data, Variables extends AnyVariables>(
  args: UseQueryArgs<Variables, Data>,
): UseQueryResponse<Data, Variables> {
  const [state, ask] = useQuery(args)
  // A question is the same as long as its document and its variables are.
  const last = useRef<{ question: number | undefined; data: Data } | null>(null)
  const question = state.operation?.key
  if (state.data !== undefined) last.current = { question, data: state.data }
  const kept = state.error && last.current?.question === question ? last.current?.data : undefined
  return [kept === undefined ? state : { ...state, data: kept }, ask]
}
