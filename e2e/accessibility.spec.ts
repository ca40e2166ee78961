import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { everyPage } from './support/every-page.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

async function violationsOf(page: Page): Promise<string[]> {
  return said(await new AxeBuilder({ page }).withTags(TAGS).analyze())
}

/** Of a page whose structure has been looked at in another theme, what depends on the colours. */
async function contrastOf(page: Page): Promise<string[]> {
  return said(await new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']).analyze())
}

function said({ violations }: Awaited<ReturnType<AxeBuilder['analyze']>>): string[] {
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map((node) => node.html)
        .join(' | ')}`,
  )
}

test.describe('signed in', () => {
  test.use({ storageState: ADMIN.session, contextOptions: { reducedMotion: 'reduce' } })
  test.setTimeout(600_000)

  test('every page passes axe in both themes', async ({ page, context, baseURL }) => {
    await context.addCookies([{ name: 'sightline-theme', value: 'light', url: baseURL ?? '' }])
    for (const { path, ready } of await everyPage(page)) {
      await test.step(path, async () => {
        await page.goto(path)
        await expect(ready(page)).toBeVisible()
        await expect(page.locator('html')).toHaveClass(/\blight\b/)
        expect.soft(await violationsOf(page), `${path}, light`).toEqual([])
        await page.evaluate(() => document.documentElement.classList.replace('light', 'dark'))
        expect.soft(await contrastOf(page), `${path}, dark`).toEqual([])
      })
    }
  })
})

for (const path of ['/sign-in', '/setup?token=x']) {
  test(`${path} passes axe`, async ({ page }) => {
    await page.goto(path)
    await expect(page.getByRole('button').first()).toBeVisible()
    expect(await violationsOf(page)).toEqual([])
  })
}
