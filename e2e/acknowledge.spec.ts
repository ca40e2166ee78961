import { open, rowsOf, signIn } from './support/pages.ts'
import { ADMIN, VIEWER } from './support/people.ts'
import { expect, test, watch } from './support/test.ts'

test.describe.configure({ mode: 'serial' })
test.use({ storageState: ADMIN.session })

test('an administrator lets a viewer in, who sees alerts but may not acknowledge them', async ({
  page,
  browser,
  baseURL,
}) => {
  await open(page, '/settings/users', 'Settings')
  await page.getByRole('button', { name: 'Add a user' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a user' })
  await dialog.getByLabel('Name').fill(VIEWER.name)
  await dialog.getByLabel('E-mail').fill(VIEWER.email)
  await dialog.getByLabel('First password').fill(VIEWER.password)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('listitem').filter({ hasText: VIEWER.email })).toBeVisible()

  const context = await browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    storageState: { cookies: [], origins: [] },
  })
  const theirs = await context.newPage()
  const problems: string[] = []
  watch(theirs, problems)
  await theirs.goto('/alerts')
  await signIn(theirs, VIEWER)
  const rows = rowsOf(theirs, 'alerts')
  await expect(rows.first()).toBeVisible()
  await rows.first().click()
  const acknowledge = theirs.getByRole('dialog').getByRole('button', { name: 'Acknowledge' })
  await expect(acknowledge).toHaveAttribute('aria-disabled', 'true')
  await expect(
    theirs
      .getByRole('dialog')
      .getByText('You may look but not act. Needs the responder role; you are viewer.'),
  ).toBeVisible()
  await theirs.keyboard.press('a')
  await acknowledge.click({ force: true })
  await expect(rows.first().getByText(/acknowledged/i)).toHaveCount(0)

  const id = new URL(theirs.url()).searchParams.get('peek') ?? ''
  const answer = await context.request.post(`/api/v1/alerts/${encodeURIComponent(id)}/acknowledge`, {
    data: {},
    headers: { origin: baseURL ?? '' },
  })
  expect(answer.status()).toBe(403)
  expect(problems).toEqual([])
  await context.close()
})

test('acknowledge an alert by keyboard alone and find that in its timeline', async ({ page }) => {
  await open(page, '/alerts?state=firing', 'Alerts')
  const rows = rowsOf(page, 'alerts')
  await expect(rows.first()).toBeVisible()
  await page.keyboard.press('j')
  const active = page.locator('tr[aria-current="true"]')
  await expect(active).toHaveCount(1)
  const title = await active.getByRole('link').first().textContent()

  await page.keyboard.press('a')
  await expect(page.getByText('Alert acknowledged')).toBeVisible()
  await expect(rows.filter({ has: page.getByRole('link', { name: title ?? '', exact: true }) })).toHaveCount(
    0,
  )

  await open(page, '/alerts?state=acknowledged', 'Alerts')
  await rows
    .filter({ hasText: title ?? '' })
    .getByRole('link')
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name: title ?? '' })).toBeVisible()
  const history = page.getByRole('complementary', { name: 'State and history' })
  await expect(history.getByText(new RegExp(`${ADMIN.name} · acknowledged`))).toBeVisible()
  await expect(history.getByRole('button', { name: 'Unacknowledge' })).toBeVisible()
})
