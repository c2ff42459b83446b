// What can be told to a process only before it begins: `npm start` does, and benches that measure what it runs.
export const nodeOptions = ['--max-semi-space-size=64']

/**
 * glibc gives every thread memory of its own, puts ever larger pieces into it, and seldom gives it back
 * (docs/decisions.md, 44 and 45).
 */
export const memoryEnvironment = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: String(256 * 1024) }
