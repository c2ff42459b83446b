import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // Vite would take graphql's other build, and two builds in one process refuse each other's types.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    coverage: {
      provider: 'v8',
      include: ['edge/**/*.ts', 'inference/**/*.ts', 'api/**/*.ts', 'schema/**/*.ts'],
      reporter: ['text-summary', 'html'],
    },
  },
})
