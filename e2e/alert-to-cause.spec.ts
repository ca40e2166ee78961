import { open } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

test('from an alert on the overview to its function and the change before it: two clicks each', async ({
  page,
}) => {
  await open(page, '/', 'Overview')
  const attention = page.getByRole('link', { name: /Timeouts on checkout-api/ })
  await expect(attention).toContainText(/before|after/)

  await attention.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Timeouts on checkout-api' })).toBeVisible()
  const change = page
    .getByRole('link', { name: /before.*(UpdateAlias|UpdateFunctionCode|PublishVersion).*gha-deploy/ })
    .first()
  await expect(change).toBeVisible()

  await change.click()
  await expect(page.getByRole('region', { name: 'CloudTrail record' })).toContainText('"eventName"')
  await expect(page.getByText('gha-deploy').first()).toBeVisible()

  await page.goBack()
  await page.getByRole('main').getByRole('link', { name: 'checkout-api', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'checkout-api' })).toBeVisible()
  await page.getByRole('tab', { name: 'Changes' }).click()
  await expect(page.getByText('gha-deploy').first()).toBeVisible()
})
