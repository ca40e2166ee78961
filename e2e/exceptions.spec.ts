import type { Page } from '@playwright/test'
import { open, rowsOf, untilJudged } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

const REASON = 'Agreed with the owners: the function goes away in spring.'

type Findings = { total: number; items: { id: string; checkId: string; resourceArn: string }[] }

async function findings(page: Page, query: string): Promise<Findings> {
  const answer = await page.request.get(`/api/v1/findings?${query}`)
  return (await answer.json()) as Findings
}

test('except a finding, seen first in the preview, then counted as excepted, then open again', async ({
  page,
}) => {
  await untilJudged(page)
  const { items } = await findings(page, 'severity=low&pageSize=1')
  const finding = items[0]
  expect(finding).toBeDefined()
  const ofCheck = (await findings(page, `check=${finding?.checkId}&pageSize=1`)).total

  await page.goto(`/posture/findings/${finding?.id}`)
  await page.getByRole('button', { name: 'Except', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Except findings' })
  const covers = dialog.getByRole('status')
  const except = dialog.getByRole('button', { name: /^Except/ })
  await expect(covers).toContainText('It covers 1 open finding')
  await expect(except).toBeDisabled()

  // Wider: the check wherever it fails, as many as the list of findings has.
  await dialog.getByLabel('Resources').fill('')
  await expect(dialog.getByText(/^Name resources, a pattern, a tag or an account/)).toBeVisible()
  await dialog.getByLabel('These checks everywhere').check()
  await expect(covers).toContainText(`It covers ${ofCheck.toLocaleString('en-US')} open`)
  await dialog.getByLabel('These checks everywhere').uncheck()
  await dialog.getByLabel('Resources').fill(finding?.resourceArn ?? '')
  await expect(covers).toContainText('It covers 1 open finding')

  await dialog.getByLabel('Why').fill(REASON)
  await expect(dialog.getByLabel('Decided by')).toHaveValue(ADMIN.name)
  await expect(dialog.getByLabel('Ends after days')).toHaveValue('90')
  await except.click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 2, name: 'Excepted' })).toBeVisible()
  await expect(page.getByText(REASON).first()).toBeVisible()

  // Never silent: on the posture, at its check, in the list.
  await open(page, '/posture', 'Posture')
  await expect(page.getByRole('main').getByRole('link', { name: /^Excepted ?1/ })).toBeVisible()
  await page.goto(`/posture/checks/${finding?.checkId}`)
  await expect(
    page.getByRole('banner').or(page.locator('header')).getByText('1 excepted').first(),
  ).toBeVisible()

  await open(page, '/posture/exceptions', 'Exceptions')
  const row = page.getByRole('list', { name: 'Exceptions' }).getByRole('listitem').filter({ hasText: REASON })
  await row.getByRole('link', { name: '1 finding' }).click()
  await expect(page.getByRole('list', { name: 'Narrowed by a link' })).toContainText(REASON)
  await expect(rowsOf(page, 'findings')).toHaveCount(1)
  await expect(rowsOf(page, 'findings').first()).toContainText('excepted')
  await page.goBack()

  await row.getByRole('button', { name: 'End now' }).click()
  const question = page.getByRole('dialog', { name: 'End this exception?' })
  await expect(question.getByText('1 finding opens again')).toBeVisible()
  await question.getByRole('button', { name: 'End now' }).click()
  await expect(row).toHaveCount(0)
  await page.goto(`/posture/findings/${finding?.id}`)
  await expect(page.getByRole('button', { name: 'Except', exact: true })).toBeVisible()
  await expect(page.getByText(/exception-ended/).first()).toBeVisible()
})
