import { open, rowsOf } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

test('search, facet, sort and period live in the URL, survive a reload, and Back undoes them', async ({
  page,
}) => {
  await open(page, '/functions', 'Functions')
  const rows = rowsOf(page, 'functions')
  await expect(rows.first()).toBeVisible()
  const all = await rows.count()

  await page.getByRole('combobox', { name: /^Search/ }).fill('sync')
  await page.getByRole('combobox', { name: /^Search/ }).press('Enter')
  await expect(page).toHaveURL(/[?&]q=sync/)
  await expect(page.getByText(/match$/)).toBeVisible()
  const found = await rows.count()
  expect(found).toBeLessThan(all)

  await page
    .getByRole('complementary', { name: 'Filters of functions' })
    .getByRole('checkbox', { name: /staging/ })
    .first()
    .check()
  await expect(page).toHaveURL(/(accounts=\d{12}|env=staging)/)
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('button', { name: 'Last 24 h' }).click()
  await page.getByRole('button', { name: '7d', exact: true }).click()
  await expect(page).toHaveURL(/range=7d/)
  await expect(rows.first()).toContainText(/sync/)

  const address = page.url()
  const names = () => rows.getByRole('link').allTextContents()
  const before = await names()
  await page.reload()
  await expect(rows.first()).toBeVisible()
  expect(page.url()).toBe(address)
  expect(await names()).toEqual(before)
  expect([...before].sort()).toEqual(before)
  await expect(page.getByRole('combobox', { name: /^Search/ })).toHaveValue(/sync/)

  await rows.first().getByRole('link').first().click()
  await expect(page).toHaveURL(/\/functions\/\d+\?.*range=7d/)
  await page.goBack()
  await expect(page).toHaveURL(address)
  expect(await names()).toEqual(before)
})
