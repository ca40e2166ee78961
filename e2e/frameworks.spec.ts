import { readFile } from 'node:fs/promises'
import { open, rowsOf, untilJudged } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

test('a framework: the control that fails, the findings behind it, and all of it as CSV', async ({
  page,
}) => {
  await untilJudged(page)
  await open(page, '/posture/frameworks', 'Frameworks')
  await page
    .getByRole('table', { name: 'Frameworks' })
    .getByRole('link', { name: 'CIS AWS Foundations Benchmark' })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'CIS AWS Foundations Benchmark' })).toBeVisible()
  const controls = page.getByRole('heading', { level: 2 })
  await expect(controls.first()).toBeVisible()
  const all = await controls.count()
  await expect(page.getByText(/^Not seen from outside: /).first()).toBeVisible()

  await page.getByRole('button', { name: /^\d+ fails$/ }).click()
  await expect(page).toHaveURL(/state=fail/)
  await expect.poll(() => controls.count()).toBeLessThan(all)
  const failing = page.locator('section', { has: controls }).filter({ hasText: /fails/ })
  await expect(failing).toHaveCount(await controls.count())
  const control = (await failing.first().getByRole('heading').textContent()) ?? ''

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  const lines = text.trim().split(/\r\n/)
  expect(lines[0]).toMatch(/control/i)
  // Every control of it, whatever the page shows.
  expect(lines.length - 1).toBeGreaterThanOrEqual(all)
  expect(text).toContain(control.replace(/^[\d.]+ /, ''))

  await failing
    .first()
    .getByRole('link', { name: /^[\d,]+ fail/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible()
  await expect(rowsOf(page, 'findings').first()).toBeVisible()
  const narrowed = page.getByRole('list', { name: 'Narrowed by a link' })
  await expect(
    narrowed.getByRole('button', { name: /^Framework CIS AWS Foundations Benchmark/ }),
  ).toBeVisible()
  await narrowed
    .getByRole('button', { name: new RegExp(`^Control ${control.slice(0, 6).replaceAll('.', '\\.')}`) })
    .click()
  await expect(page).not.toHaveURL(/control=/)
  await expect(page).toHaveURL(/framework=/)
  await narrowed.getByRole('button', { name: /^Framework/ }).click()
  await expect(narrowed).toHaveCount(0)
})
