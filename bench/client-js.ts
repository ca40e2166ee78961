import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { startSeededWeb } from './api-latency.ts'
import { atMost, type Bench } from './define-bench.ts'
import { withTempDir } from './product.ts'

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** All JavaScript that the overview loads until its charts stand, gzipped at the usual level. */
export const clientJs: Bench = {
  name: 'client-js',
  run: () =>
    withTempDir(async (dir) => {
      const web = await startSeededWeb(dir)
      const browser = await chromium.launch({
        executablePath: BROWSERS.find((path) => existsSync(path)),
        args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      })
      try {
        const context = await browser.newContext()
        const [name = '', value = ''] = web.cookie.split(/=(.*)/s)
        await context.addCookies([{ name, value, url: web.base }])
        const page = await context.newPage()
        const scripts: Promise<number>[] = []
        page.on('response', (response) => {
          if (response.request().resourceType() !== 'script') return
          scripts.push(response.body().then((body) => gzipSync(body).length))
        })
        // What stays open by design is no loading.
        await page.route('**/api/v1/stream', (route) => route.abort())
        await page.goto(`${web.base}/`)
        await page.locator('svg.time-plot').first().waitFor()
        await page.waitForLoadState('networkidle')
        const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0)
        return [atMost('overview: client JavaScript, gzipped', bytes / 1000, 250, 'kB')]
      } finally {
        await browser.close()
        await web.stop()
      }
    }),
}
