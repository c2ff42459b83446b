/** So many ranges are kept together: adding one moves no more than these. */
const CHUNK = 512

interface Chunk {
  starts: number[]
  ends: number[]
}

/**
 * Ranges of bytes that share none, in any order of coming. Adding one takes logarithmic time and the move of a few
 * hundred numbers, however many there are.
 */
export function createDisjointRanges() {
  const chunks: Chunk[] = []

  return {
    /** Adds the bytes from `start` to before `end`, or false where one of them is taken. */
    add(start: number, end: number): boolean {
      const at = Math.max(0, countUpTo(chunks.length, (i) => (chunks[i]?.starts[0] ?? 0) <= start) - 1)
      const chunk = chunks[at] ?? { starts: [], ends: [] }
      const { starts, ends } = chunk
      const index = countUpTo(starts.length, (i) => (starts[i] as number) <= start)
      const next = starts[index] ?? chunks[at + 1]?.starts[0] ?? Number.POSITIVE_INFINITY
      if ((ends[index - 1] ?? 0) > start || next < end) return false
      starts.splice(index, 0, start)
      ends.splice(index, 0, end)
      if (chunks.length === 0) chunks.push(chunk)
      if (starts.length > CHUNK) {
        const half = CHUNK >> 1
        chunks.splice(at + 1, 0, { starts: starts.splice(half), ends: ends.splice(half) })
      }
      return true
    },
  }
}

/** How many of the first of `length` things, in order, the condition holds for. */
function countUpTo(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}
