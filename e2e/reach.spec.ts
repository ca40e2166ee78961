import { open, rowsOf, untilCollected } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

test('from "exposed to internet" on the overview to the statement that does it: two clicks', async ({
  page,
}) => {
  await untilCollected(page)
  await open(page, '/', 'Overview')
  const tile = page.getByRole('link', { name: /Exposed to internet/ })
  await expect(async () => {
    await page.reload()
    await expect(tile).toContainText(/[1-9]/, { timeout: 5_000 })
  }).toPass({ timeout: 90_000 })

  await tile.click()
  await expect(page).toHaveURL(/\/functions\?.*reach=internet/)
  const reach = rowsOf(page, 'functions').first().getByRole('link', { name: 'internet' })
  await expect(reach).toBeVisible()

  await reach.click()
  await expect(page.getByText(/Anyone on the internet can invoke it without authentication/)).toBeVisible()
  const decides = page.getByRole('region', { name: 'What decides it' }).first()
  await expect(decides).toContainText(/"Principal": "\*"|"AuthType": "NONE"|NONE/)
  await expect(page.getByRole('region', { name: 'Hops' }).first()).toContainText(/internet.*no /)
})

test('a trigger shows both its sides and leads to its function', async ({ page }) => {
  await untilCollected(page)
  await expect(async () => {
    await open(page, '/triggers?sides=both', 'Triggers')
    await expect(rowsOf(page, 'triggers').first()).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 90_000 })

  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('region', { name: 'Evidence' })).toContainText('grant')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/triggers\/\d+/)
  await expect(page.getByRole('region', { name: 'The grant' }).first()).toContainText('"Effect": "Allow"')
  await expect(page.getByRole('region', { name: 'The source' }).first()).not.toContainText(
    'No source was found',
  )

  await page.getByRole('main').getByRole('link').first().click()
  await expect(page.getByRole('tab', { name: 'Reach' })).toHaveAttribute('aria-selected', 'true')
})
