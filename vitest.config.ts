import { defineConfig } from 'vitest/config'

const PURE = 'server/{checks,domain,detections,baselines,frameworks,posture-report}/**/*.test.ts'

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { SIGHTLINE_LOG_LEVEL: 'silent' },
    projects: [
      // Pure functions share nothing but what they import: they share the importing too.
      { extends: true, test: { name: 'pure', include: [PURE], isolate: false } },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['{server,demo,components,app,scripts}/**/*.test.{ts,tsx}'],
          exclude: [PURE, '**/node_modules/**'],
          globalSetup: ['server/testing/global-setup.ts'],
        },
      },
    ],
  },
})
