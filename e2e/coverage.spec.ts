import { open, rowsOf } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

const PAGES = [
  ['/', 'Overview'],
  ['/alerts', 'Alerts'],
  ['/functions', 'Functions'],
  ['/events', 'Events'],
  ['/settings/accounts', 'Settings'],
  ['/help', 'Help'],
] as const

test('a denied permission is said on every page, with the way to coverage', async ({ page }) => {
  for (const [path, heading] of PAGES) {
    await open(page, path, heading)
    const strip = page.getByRole('region', { name: 'State of Sightline' }).getByRole('link').first()
    await expect(strip, path).toContainText('lambda:GetPolicy')
    await expect(strip, path).toContainText('denied')
  }
  await page.getByRole('region', { name: 'State of Sightline' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/settings\/coverage/)
})

test('coverage names the permission, where it is missing and what that hides', async ({ page }) => {
  await open(page, '/settings/coverage', 'Settings')
  const problem = page.getByRole('listitem').filter({ hasText: 'lambda:GetPolicy' }).first()
  await expect(problem).toContainText('denied')
  await expect(problem).toContainText('us-east-1')
  await expect(problem).not.toContainText('eu-west-1')
  await problem.getByRole('button', { name: 'More' }).click()
  await expect(problem).toContainText('AWS said')
})

test('a function whose policy was denied shows unknown, not fine', async ({ page }) => {
  await open(page, '/functions?regions=us-east-1&sort=name&order=asc', 'Functions')
  const row = rowsOf(page, 'functions')
    .filter({ has: page.getByText('unknown', { exact: true }) })
    .first()
  await expect(row).toBeVisible()
  await expect(rowsOf(page, 'functions').getByText('not public')).toHaveCount(0)
  await row.getByRole('link').first().click()
  await expect(
    page
      .getByRole('main')
      .getByText(/lambda:GetPolicy denied|who may invoke is unknown/)
      .first(),
  ).toBeVisible()
  await expect(page.getByText('No exposure in what was read')).toHaveCount(0)
  await page.getByRole('tab', { name: 'Configuration' }).click()
  await expect(page.getByText('denied: lambda:GetPolicy').first()).toBeVisible()
})
