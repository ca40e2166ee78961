import { untilAlerted } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

const SPIKE = 'Cost of orders-event-fanout jumped'

test('from a cost spike on the overview to its function and the change that began it', async ({ page }) => {
  await untilAlerted(page, SPIKE)
  const dear = page.getByRole('list', { name: 'What costs more than usual' })
  await expect(dear).toContainText(/after UpdateFunctionCode by gha-deploy/)
  await dear.getByRole('link', { name: SPIKE }).click()
  await expect(page.getByRole('heading', { level: 1, name: SPIKE })).toBeVisible()
  await expect(page.getByText(/more a day if it goes on/).first()).toBeVisible()
  await expect(
    page.getByRole('link', { name: /before.*UpdateFunctionCode.*gha-deploy/ }).first(),
  ).toBeVisible()

  await page.getByRole('main').getByRole('link', { name: 'orders-event-fanout', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'orders-event-fanout' })).toBeVisible()
  await page.getByRole('tab', { name: 'Metrics' }).click()
  const invocations = page.getByRole('figure', { name: 'Invocations of orders-event-fanout' })
  await expect(invocations.getByText('usual', { exact: true })).toBeVisible()
  await expect(
    page
      .getByRole('listitem')
      .filter({ hasText: /Invocations: .*the usual/ })
      .first(),
  ).toBeVisible()

  const change = page.getByRole('link', { name: 'UpdateFunctionCode on orders-event-fanout' }).last()
  await change.click()
  const record = page.getByRole('region', { name: 'CloudTrail record' })
  await expect(record).toContainText('UpdateFunctionCode')
  await expect(page.getByText('gha-deploy').first()).toBeVisible()
})
