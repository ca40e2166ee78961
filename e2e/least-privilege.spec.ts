import { open, rowsOf, untilCollected } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

test("from a role's wildcard to the policy that it was seen to need", async ({ page }) => {
  await untilCollected(page)
  await expect(async () => {
    await open(page, '/roles?risk=service-wildcard&use=execution', 'Roles')
    await expect(rowsOf(page, 'roles').first()).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 90_000 })
  await rowsOf(page, 'roles').first().getByRole('link').click()
  await expect(page).toHaveURL(/\/roles\/\d+/)

  await expect(page.getByRole('heading', { level: 2, name: 'Risks' })).toBeVisible()
  const quote = page
    .locator('summary')
    .filter({ hasText: /policy/ })
    .first()
  await quote.click()
  await expect(page.getByText('"Effect": "Allow"').first()).toBeVisible()
  await expect(page.getByText('What it may do')).toBeVisible()

  await page.getByRole('tab', { name: 'Least privilege' }).click()
  await expect(page).toHaveURL(/tab=least-privilege/)
  await expect(page.getByText(/actions granted/)).toBeVisible()
  // Right after the start nothing is proposed: nothing was watched yet.
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('heading', { level: 2, name: 'Evidence' })).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 100_000 })
  await expect(page.getByText('Not observed is not unused', { exact: true })).toBeVisible()
  for (const [form, sign] of [
    ['JSON', '"Version": "2012-10-17"'],
    ['SAM', 'AWS::Serverless::Function'],
    ['Terraform', 'aws_iam_policy_document'],
    ['CloudFormation', 'AWS::IAM'],
  ] as const) {
    await page.getByRole('tab', { name: form, exact: true }).click()
    await expect(page.getByRole('tabpanel').getByText(sign).first()).toBeVisible()
  }
  await page.reload()
  await expect(page.getByRole('tab', { name: 'CloudFormation' })).toHaveAttribute('aria-selected', 'true')
})
