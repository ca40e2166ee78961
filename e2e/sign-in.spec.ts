import type { Page } from '@playwright/test'
import { signIn } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.describe.configure({ mode: 'serial' })

const problem = (page: Page) => page.locator('form').getByRole('alert')

test.describe('refused', () => {
  test.use({ expectedProblems: [/status of 401/] })

  test('a wrong password is refused in a sentence, and no page opens', async ({ page }) => {
    await page.goto('/sign-in')
    await signIn(page, { ...ADMIN, password: 'not the password at all' })
    await expect(problem(page)).toHaveText(/E-mail or password is wrong/)
    await page.goto('/functions')
    await expect(page).toHaveURL(/\/sign-in\?next=%2Ffunctions$/)
  })
})

test('the right password leads to the page that was asked for; sign-out ends it', async ({ page }) => {
  await page.goto('/functions?runtime=python3.13')
  await expect(page.getByText('Sign in to go on to the page that you asked for.')).toBeVisible()
  await signIn(page, ADMIN)
  await expect(page).toHaveURL(/\/functions\?runtime=python3\.13$/)

  await page.getByRole('button', { name: /Account menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL('/sign-in')
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
})

test.describe('too many tries', () => {
  test.use({ expectedProblems: [/status of (401|429)/] })

  test('are stopped, with the time from when on one may try again', async ({ page }) => {
    await page.goto('/sign-in')
    await expect(async () => {
      await signIn(page, { email: 'nobody@example.com', password: 'guess after guess' })
      await expect(problem(page)).toHaveText(/Too many tries\. Try again in \d+ s, at \d/, { timeout: 2_000 })
    }).toPass({ timeout: 60_000 })
    await signIn(page, ADMIN)
    await expect(problem(page)).toHaveText(/Too many tries/)
  })
})
