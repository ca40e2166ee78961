import { everyPage } from './support/every-page.ts'
import { open, sidewaysPx } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session, viewport: { width: 390, height: 844 }, hasTouch: true })

test('no page is wider than a phone', async ({ page }) => {
  for (const { path, ready } of await everyPage(page)) {
    await page.goto(path)
    await expect(ready(page)).toBeVisible()
    expect(await sidewaysPx(page), path).toBeLessThanOrEqual(0)
  }
})

test('the bar at the bottom leads everywhere', async ({ page }) => {
  await open(page, '/', 'Overview')
  const bar = page.getByRole('navigation', { name: 'Main' })
  for (const name of ['Alerts', 'Functions', 'Events', 'Settings', 'Help', 'Overview']) {
    await bar.getByRole('link', { name }).tap()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(bar.getByRole('link', { name })).toHaveAttribute('aria-current', 'page')
  }
})
