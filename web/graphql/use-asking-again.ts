import { useEffect } from 'react'
import type { UseQueryExecute } from 'urql'

/**
 * Asks again by itself for what is still under way, a while after each answer.
 *
 * @param when whether the last answer is there and not the final one
 */
export function useAskingAgain(ask: UseQueryExecute, when: boolean, afterMs: number): void {
  useEffect(() => {
    if (!when) return
    const timer = setTimeout(() => ask({ requestPolicy: 'network-only' }), afterMs)
    return () => clearTimeout(timer)
  }, [ask, when, afterMs])
}
