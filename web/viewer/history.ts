/** A state with the ones before and after it. Nothing is changed in place. */
export interface History<State> {
  past: readonly State[]
  present: State
  future: readonly State[]
}

const MOST_STEPS = 200

export const startHistory = <State>(present: State): History<State> => ({ past: [], present, future: [] })

/** A new step; what had been undone is gone. The same state again is no step. */
export function record<State>(history: History<State>, next: State): History<State> {
  if (Object.is(next, history.present)) return history
  return { past: [...history.past, history.present].slice(-MOST_STEPS), present: next, future: [] }
}

/** Replaces the present without a step, while a drag that has its step already goes on. */
export const amend = <State>(history: History<State>, next: State): History<State> => ({
  ...history,
  present: next,
  future: [],
})

export function undo<State>(history: History<State>): History<State> {
  const { past, present, future } = history
  if (past.length === 0) return history
  return { past: past.slice(0, -1), present: past.at(-1) as State, future: [present, ...future] }
}

export function redo<State>(history: History<State>): History<State> {
  const { past, present, future } = history
  if (future.length === 0) return history
  return { past: [...past, present], present: future[0] as State, future: future.slice(1) }
}
