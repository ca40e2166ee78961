import AxeBuilder from '@axe-core/playwright'
import { everyPage } from './support/every-page.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

test.describe('signed in', () => {
  test.use({ storageState: ADMIN.session })
  test.setTimeout(300_000)

  for (const theme of ['light', 'dark'] as const) {
    test(`every page passes axe in the ${theme} theme`, async ({ page, context, baseURL }) => {
      await context.addCookies([{ name: 'sightline-theme', value: theme, url: baseURL ?? '' }])
      for (const { path, ready } of await everyPage(page)) {
        await test.step(path, async () => {
          await page.goto(path)
          await expect(ready(page)).toBeVisible()
          await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${theme}\\b`))
          const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
          const said = violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .map((node) => node.html)
                .slice(0, 3)
                .join(' | ')}`,
          )
          expect.soft(said, path).toEqual([])
        })
      }
    })
  }
})

for (const path of ['/sign-in', '/setup?token=x']) {
  test(`${path} passes axe`, async ({ page }) => {
    await page.goto(path)
    await expect(page.getByRole('button').first()).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
  })
}
