import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Pages say their day: the same in every test.
    env: { SOURCE_DATE_EPOCH: '1767225600' },
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    pool: 'threads',
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts', 'src/**/generated/**'],
      reporter: ['text-summary', 'html'],
    },
  },
});
