import { open, rowsOf } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { DEPLOYED } from './support/product.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })
test.setTimeout(600_000)

test('a deployment appears in the timeline, and the function is compared with what it was', async ({
  page,
}) => {
  await expect(async () => {
    await open(page, `/changes?change=changed&q=${DEPLOYED}`, 'Changes')
    await expect(rowsOf(page, 'changes').first()).toContainText('codeSha256', { timeout: 5_000 })
  }).toPass({ timeout: 480_000, intervals: [5_000] })
  await rowsOf(page, 'changes').first().getByRole('link').click()
  await expect(page).toHaveURL(/\/functions\/\d+\?.*tab=changes/)
  await expect(page.getByText('codeSha256').first()).toBeVisible()

  await page.getByRole('button', { name: 'Last week' }).click()
  await expect(page).toHaveURL(/compare=/)
  await expect(page.getByText('not yet seen: what it was then is not known')).toBeVisible()

  await page
    .getByRole('listitem')
    .filter({ hasText: 'first seen' })
    .getByRole('button', { name: 'Compare with now' })
    .click()
  const comparison = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Comparison' }) })
    .first()
  await expect(comparison.getByText('codeSha256')).toBeVisible()
  await expect(comparison.getByText(/1 version between|versions between/)).toBeVisible()
  const address = page.url()
  await page.reload()
  await expect(page).toHaveURL(address)
  await expect(comparison.getByText('codeSha256')).toBeVisible()
})
