import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Made for two processors; more workers would only wait for each other.
    maxWorkers: 2,
    // Files of one worker share what they import: to load it again for each would be a third of the run. What a test
    // sets up, it takes down.
    pool: 'threads',
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: 'parts', include: ['test/**/*.test.ts'], exclude: ['test/http/**', 'test/browser/**'] },
      },
      // One back end for all of them, started only when one of them runs.
      {
        extends: true,
        test: { name: 'http', include: ['test/http/**/*.test.ts'], globalSetup: 'test/support/shared-backend.ts' },
      },
      // The console in a real browser, with a back end that serves it.
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/support/console-backend.ts',
        },
      },
    ],
  },
})
