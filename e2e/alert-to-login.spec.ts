import type { Page } from '@playwright/test'
import { open } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

type Started = { title: string; eventId: string }

async function read<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(`/api/v1${path}`)).json()) as T
}

/** An alert about code that a person changed, with a record whose sign-in is stored: some events are spoilt on purpose. */
async function alertWithLogin(page: Page): Promise<Started | undefined> {
  type Alerts = { items: { id: string; title: string }[] }
  const { items } = await read<Alerts>(page, '/alerts?rule=code-changed-by-person')
  for (const { id, title } of items) {
    const { events } = await read<{ events: { id: string }[] }>(page, `/alerts/${id}`)
    for (const { id: eventId } of events) {
      type Chain = { hops: { kind: string }[] }
      const { hops } = await read<Chain>(page, `/events/${encodeURIComponent(eventId)}/chain`)
      if (hops.some(({ kind }) => kind === 'login')) return { title, eventId }
    }
  }
  return undefined
}

test('from an alert about changed code back to the sign-in behind it, and its record', async ({ page }) => {
  let found: Started | undefined
  await expect(async () => {
    found = await alertWithLogin(page)
    expect(found).toBeDefined()
  }).toPass({ timeout: 90_000 })
  const { title, eventId } = found ?? { title: '', eventId: '' }
  await open(page, '/alerts?rule=code-changed-by-person', 'Alerts')
  await page.getByText(title).first().click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()

  const records = page.getByRole('table', { name: 'Records that raised the alert' })
  await expect(records).toContainText('UpdateFunctionCode')
  await records
    .getByRole('link', { name: 'Back to the login' })
    .and(page.locator(`[href*="${eventId}"]`))
    .click()
  await expect(
    page.getByRole('heading', { level: 1, name: /^How UpdateFunctionCode.* came about$/ }),
  ).toBeVisible()

  const steps = page.getByRole('list', { name: 'From the beginning of the session to the call' })
  const login = steps.getByRole('listitem').filter({ hasText: 'Signed in' })
  await expect(login).toContainText(/with(out)? MFA|MFA not known/)
  await expect(steps.getByRole('listitem').last()).toContainText('UpdateFunctionCode')
  await expect(page.getByRole('list', { name: 'Calls of the session' })).toContainText('UpdateFunctionCode')

  await login.getByRole('link', { name: 'ConsoleLogin' }).click()
  await expect(page.getByRole('region', { name: 'CloudTrail record' })).toContainText(
    '"ConsoleLogin": "Success"',
  )

  await page.goBack()
  await expect(steps).toBeVisible()
})

test('keep a search, and narrow the period with the keyboard', async ({ page }) => {
  await open(page, '/events?range=7d&tool=console', 'Events')
  await page.getByRole('button', { name: 'Hunts' }).click()
  await page.getByLabel('Save this search as').fill('People in the console')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('link', { name: 'People in the console' })).toBeVisible()

  await open(page, '/events', 'Events')
  await page.getByRole('button', { name: 'Hunts' }).click()
  await page.getByRole('link', { name: 'People in the console' }).click()
  await expect(page).toHaveURL(/range=7d&tool=console/)

  const brush = page.getByRole('slider', { name: 'Choose a span of the histogram' })
  await brush.focus()
  await brush.press('ArrowLeft')
  await brush.press('Shift+ArrowRight')
  await expect(brush).toHaveAttribute('aria-valuetext', /events\. Enter narrows/)
  await brush.press('Enter')
  await expect(page).toHaveURL(/from=.*to=/)
  await page.getByRole('button', { name: 'Zoom out' }).click()
  await expect(page).not.toHaveURL(/from=/)
})
