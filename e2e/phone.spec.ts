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

test('the bar at the bottom leads everywhere, what has no place in it by More', async ({ page }) => {
  await open(page, '/', 'Overview')
  const bar = page.getByRole('navigation', { name: 'Main' })
  for (const name of ['Alerts', 'Functions', 'Changes', 'Events', 'Overview']) {
    await bar.getByRole('link', { name }).tap()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(bar.getByRole('link', { name })).toHaveAttribute('aria-current', 'page')
  }
  for (const name of [
    'Roles',
    'Triggers',
    'Map',
    'Concurrency',
    'Detections',
    'Posture',
    'Settings',
    'Help',
  ]) {
    await bar.getByRole('button', { name: /More pages/ }).tap()
    await page.getByRole('menuitem', { name }).tap()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(bar.getByRole('button', { name: `More pages; ${name} is open` })).toBeVisible()
  }
})
