import type { Page } from '@playwright/test'
import { FIRST_LOOK_MS, untilAlerted, untilCollected, untilJudged } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { DEPLOYED } from './support/product.ts'
import { expect, test } from './support/test.ts'

test.describe.configure({ mode: 'serial' })

const link = () => process.env.SIGHTLINE_E2E_SETUP_LINK ?? ''

async function fill(page: Page, who: { name: string; email: string; password: string }) {
  await page.getByLabel('Name').fill(who.name)
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password', { exact: true }).fill(who.password)
  await page.getByLabel('Password again').fill(who.password)
  await page.getByRole('button', { name: 'Create the administrator' }).click()
}

test('whoever has the printed link becomes the first administrator and sees the estate', async ({ page }) => {
  test.setTimeout(3 * FIRST_LOOK_MS)
  await page.goto(link())
  await fill(page, ADMIN)
  await expect(page).toHaveURL('/')
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  await expect(page.getByRole('button', { name: `Account menu: ${ADMIN.name}` })).toBeVisible()
  await expect(page.getByText('an invented estate')).toHaveCount(0)
  await page.context().storageState({ path: ADMIN.session })

  await untilCollected(page)
  await untilAlerted(page, 'Timeouts on checkout-api')
  await untilJudged(page)

  const known = async () =>
    ((await (await page.request.get(`/api/v1/functions?q=${DEPLOYED}`)).json()) as { total: number }).total
  await expect.poll(known, { timeout: FIRST_LOOK_MS }).toBeGreaterThan(0)
  // Its event comes minutes later, as CloudTrail's do: the journey through its history waits for it.
  const deployed = await page.request.post(
    `${process.env.SIGHTLINE_E2E_AWS}/__demo/deploy?function=${DEPLOYED}`,
  )
  expect(deployed.ok()).toBe(true)
})

test.describe('once used', () => {
  test.use({ expectedProblems: [/status of 40[39]/] })

  test('the link is refused and makes nobody', async ({ page }) => {
    await page.goto(link())
    await fill(page, { name: 'Eve', email: 'eve@example.com', password: 'a long enough password 3' })
    await expect(page.getByRole('alert').filter({ hasText: 'used already or is not valid' })).toBeVisible()
    await expect(page).toHaveURL(/\/setup/)
  })
})

test('a link without its token says where the whole one is', async ({ page }) => {
  await page.goto('/setup')
  await expect(
    page.getByText('Open the whole link that the terminal running Sightline printed.'),
  ).toBeVisible()
})
