import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,demo,components,app,scripts}/**/*.test.{ts,tsx}'],
    globalSetup: ['server/testing/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { SIGHTLINE_LOG_LEVEL: 'silent' },
  },
})
