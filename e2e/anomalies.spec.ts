import { FIRST_LOOK_MS, open } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

test('from what was not usual to the function at that time, and back out', async ({ page }) => {
  await open(page, '/anomalies', 'Anomalies')
  const incident = page.getByRole('article', { name: /orders-event-fanout/ }).first()
  await expect(async () => {
    await page.reload()
    await expect(incident.getByText(/UpdateFunctionCode on orders-event-fanout by gha-deploy/)).toBeVisible({
      timeout: 8_000,
    })
  }).toPass({ timeout: FIRST_LOOK_MS })
  await expect(incident.getByText('usual', { exact: true }).first()).toBeVisible()
  await incident.getByRole('list').getByRole('link', { name: 'orders-event-fanout' }).first().click()
  await expect(page).toHaveURL(/tab=metrics&from=.*to=/)

  const brush = page.getByRole('slider', { name: 'Choose a span of Throttles' })
  await brush.focus()
  await brush.press('PageUp')
  await brush.press('Shift+PageDown')
  await expect(brush).toHaveAttribute('aria-valuetext', /throttles\. Enter narrows/)
  const fromOf = () => new URL(page.url()).searchParams.get('from')
  const before = fromOf()
  await brush.press('Enter')
  await expect.poll(fromOf).not.toBe(before)
  await page.keyboard.press('Escape')
  await expect.poll(fromOf).toBe(before)

  await page.getByRole('button', { name: 'A week before' }).click()
  await page.getByRole('button', { name: 'Log scale' }).click()
  await expect(page).toHaveURL(/compare=week.*scale=log/)
  await expect(page.getByText('a week before').first()).toBeVisible()
})
