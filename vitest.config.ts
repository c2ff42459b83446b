import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['edge/**/*.ts', 'inference/**/*.ts', 'api/**/*.ts', 'schema/**/*.ts'],
      reporter: ['text-summary', 'html'],
    },
  },
})
