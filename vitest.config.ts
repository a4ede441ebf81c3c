import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/say-what-is-missing.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Tests start the built program as child processes: more files at once than cores only makes them wait.
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-results.json' }]] : ['default'],
  },
})
