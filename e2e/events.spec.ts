import { open, rowsOf } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

test('find a call, read its record, go on to what else its actor did', async ({ page }) => {
  await open(page, '/events?range=7d', 'Events')
  const rows = rowsOf(page, 'events')
  await expect(rows.first()).toBeVisible()
  const search = page.getByRole('combobox', { name: /^Search/ })
  await search.fill('name:UpdateFunctionCode tool:console')
  await search.press('Enter')
  await expect(page).toHaveURL(/name=UpdateFunctionCode.*tool=console|tool=console.*name=UpdateFunctionCode/)
  await expect(rows.first()).toContainText('UpdateFunctionCode')

  // Some events of this estate are spoilt on purpose: one that still says who it was.
  const answer = await page.request.get('/api/v1/events?range=7d&name=UpdateFunctionCode&tool=console')
  const { items } = (await answer.json()) as { items: { actorArn: string }[] }
  await rows.nth(items.findIndex(({ actorArn }) => actorArn.startsWith('arn:'))).click()
  const drawer = page.getByRole('dialog', { name: 'UpdateFunctionCode' })
  await expect(drawer.getByRole('region', { name: 'CloudTrail record' })).toContainText(
    '"eventSource": "lambda.amazonaws.com"',
  )
  await expect(page).toHaveURL(/peek=/)

  await drawer.getByRole('link', { name: 'Same actor' }).click()
  await expect(page).toHaveURL(/actor=arn/)
  await expect(page).not.toHaveURL(/name=/)
  await expect(rows.first()).toBeVisible()
  const actors = new Set(await rows.locator('td:nth-child(3)').allTextContents())
  expect(actors.size).toBe(1)
})
