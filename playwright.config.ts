import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { defineConfig } from '@playwright/test'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

// Workers read this file again: the first reading decides, and they inherit it.
process.env.SIGHTLINE_E2E_PORT ??= String(await freePort())

// Empty: Playwright's own.
const browser =
  process.env.SIGHTLINE_E2E_BROWSER ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync)
const json = process.env.SIGHTLINE_E2E_REPORT

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: json ? [['list'], ['json', { outputFile: json }]] : [['list']],
  globalSetup: './e2e/support/global-setup.ts',
  use: {
    baseURL: `http://127.0.0.1:${process.env.SIGHTLINE_E2E_PORT}`,
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(browser ? { executablePath: browser } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  // The first administrator must exist before anything else; too many wrong passwords lock this address out for a minute.
  projects: [
    { name: 'set-up', testMatch: 'first-set-up.spec.ts' },
    {
      name: 'journeys',
      testIgnore: ['first-set-up.spec.ts', 'sign-in.spec.ts'],
      dependencies: ['set-up'],
    },
    { name: 'sign-in', testMatch: 'sign-in.spec.ts', dependencies: ['set-up'] },
  ],
})
