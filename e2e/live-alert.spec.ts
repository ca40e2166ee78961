import type { Page } from '@playwright/test'
import { open, rowsOf } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { sendStopLogging, untilQueueIsRead } from './support/queue.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })
test.setTimeout(240_000)

const alertOf = (page: Page, trail: string) =>
  rowsOf(page, 'alerts').filter({ hasText: new RegExp(`${trail}.*mallory|mallory.*${trail}`) })

/** What a reload would forget. */
const mark = (page: Page) => page.evaluate(() => document.body.setAttribute('data-not-reloaded', ''))
const isReloaded = async (page: Page) => (await page.locator('body[data-not-reloaded]').count()) === 0

test('an alert stands on an open page without a reload, is said aloud, and moves no row under a hand', async ({
  page,
}) => {
  await open(page, '/alerts?sort=startedAt', 'Alerts')
  await untilQueueIsRead(page)
  await expect(rowsOf(page, 'alerts').first()).toBeVisible()
  await mark(page)

  await page.getByRole('heading', { level: 1, name: 'Alerts' }).hover()
  await sendStopLogging(page, 'first-trail')
  await expect(alertOf(page, 'first-trail')).toBeVisible()
  await expect(page.getByRole('status', { name: 'New alerts' })).toContainText(/^Firing, .*first-trail/)

  // With the pointer on the list, what is new waits; the row under the pointer stays what it was.
  const top = rowsOf(page, 'alerts').first()
  const before = await top.textContent()
  await top.hover()
  await sendStopLogging(page, 'second-trail')
  await expect(page.getByText(/^\d+ new: shown once the pointer leaves the list/)).toBeVisible()
  expect(await top.textContent()).toContain(before?.slice(0, 20))
  await expect(alertOf(page, 'second-trail')).toHaveCount(0)
  await page.getByRole('heading', { level: 1, name: 'Alerts' }).hover()
  await expect(alertOf(page, 'second-trail')).toBeVisible()
  expect(await isReloaded(page)).toBe(false)
})
