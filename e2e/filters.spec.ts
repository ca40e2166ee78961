import { open, rowsOf } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

test('search, facet, sort and period live in the URL, survive a reload, and Back undoes them', async ({
  page,
}) => {
  await open(page, '/functions', 'Functions')
  const rows = rowsOf(page, 'functions')
  // The names; a row's reach is a link too.
  const links = rows.locator('a:not([href*="tab="])')
  await expect(rows.first()).toBeVisible()
  const all = await rows.count()

  await page.getByRole('combobox', { name: /^Search/ }).fill('sync')
  await page.getByRole('combobox', { name: /^Search/ }).press('Enter')
  await expect(page).toHaveURL(/[?&]q=sync/)
  await expect(page.getByText(/match$/)).toBeVisible()
  await expect.poll(() => rows.count()).toBeLessThan(all)

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

  const address = page.url()
  const answer = await page.request.get(`/api/v1/functions${new URL(address).search}`)
  const names = ((await answer.json()) as { items: { name: string }[] }).items.map(({ name }) => name)
  expect(names.length).toBeGreaterThan(0)
  expect(names.filter((name) => !name.includes('sync'))).toEqual([])
  expect([...names].sort()).toEqual(names)
  await expect(links).toHaveText(names)

  await page.reload()
  await expect(links).toHaveText(names)
  expect(page.url()).toBe(address)
  await expect(page.getByRole('combobox', { name: /^Search/ })).toHaveValue(/sync/)

  await links.first().click()
  await expect(page).toHaveURL(/\/functions\/\d+\?.*range=7d/)
  await page.goBack()
  await expect(page).toHaveURL(address)
  await expect(links).toHaveText(names)
})
