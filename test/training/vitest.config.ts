import { defineConfig } from 'vitest/config'

/** `npm run test:training`: minutes, and torch, which `npm test` must do without. */
export default defineConfig({
  test: {
    include: ['test/training/**/*.training.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
