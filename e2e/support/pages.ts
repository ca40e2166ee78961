import { expect, type Locator, type Page } from '@playwright/test'

/** Opens a page and waits until its heading is there. */
export async function open(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
}

/** The rows of a table by its name. */
export function rowsOf(page: Page, table: string): Locator {
  return page.getByRole('table', { name: table }).locator('tbody tr')
}

/** The worker looks at the whole estate for the first time, on a machine that may be busy. */
export const FIRST_LOOK_MS = 180_000

/** Waits until the worker has raised an alert of this title. */
export async function untilAlerted(page: Page, title: string): Promise<void> {
  await open(page, '/', 'Overview')
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('link', { name: title })).toBeVisible({ timeout: 8_000 })
  }).toPass({ timeout: FIRST_LOOK_MS })
}

/** Waits until the first sweep has ended: the strip about it is gone and the table has rows. */
export async function untilCollected(page: Page): Promise<void> {
  await open(page, '/functions', 'Functions')
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('The first sweep is under way')).toHaveCount(0, { timeout: 5_000 })
    await expect(rowsOf(page, 'functions').first()).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: FIRST_LOOK_MS })
}

/** Opens the posture and waits until every check was asked. */
export async function untilJudged(page: Page): Promise<void> {
  await open(page, '/posture', 'Posture')
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(/^judged /)).toBeVisible({ timeout: 5_000 })
    await expect(rowsOf(page, 'Findings').first()).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: FIRST_LOOK_MS })
}

export async function signIn(page: Page, who: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password').fill(who.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** What scrolls sideways that should not: 0 where the page fits its window. */
export function sidewaysPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}
