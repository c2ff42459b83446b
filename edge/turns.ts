export type Turns = ReturnType<typeof createTurns>

/** Work on the same thing, one after the other; work on different things is under way at once. */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  return {
    /** Does the work once what came before under this name has ended, however that ended. */
    async take<T>(name: string, work: () => Promise<T>): Promise<T> {
      const before = last.get(name)
      const mine = before ? before.then(work, work) : work()
      last.set(name, mine)
      try {
        return await mine
      } finally {
        if (last.get(name) === mine) last.delete(name)
      }
    },
  }
}
