import { open } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

test('from timeouts on the overview to the lines of an invocation that was cut off, with secrets masked', async ({
  page,
}) => {
  await open(page, '/', 'Overview')
  await page.getByRole('link', { name: /Timeouts on checkout-api/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Timeouts on checkout-api' })).toBeVisible()

  await page.getByRole('button', { name: 'Show samples from the logs' }).click()
  await expect(page.getByText(/failing invocations in the log: .*timeouts/)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/Nothing is stored/)).toBeVisible()
  const lines = page.getByRole('region', { name: /^Lines of / }).first()
  await expect(lines).toContainText('Task timed out after')
  await expect(lines).not.toContainText('sk_live_')
})

test('from the overview to who uses the concurrency of an account', async ({ page }) => {
  await open(page, '/', 'Overview')
  await page.getByRole('link', { name: 'Who uses it' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Concurrency' })).toBeVisible()
  await expect(page.getByText('Account limit')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Functions at the peak' })).toContainText(
    'orders-event-fanout',
  )
})
