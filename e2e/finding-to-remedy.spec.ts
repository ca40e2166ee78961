import type { Page } from '@playwright/test'
import { open, untilJudged } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name })

type Detail = { row: { id: string; checkTitle: string }; remediation: { terraform: string | null } | null }

const idOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''

/** The worst that Terraform mends: packages with holes and secrets in code it does not. */
async function worstForTerraform(page: Page): Promise<Detail['row'] | undefined> {
  const read = async <T>(path: string) => (await (await page.request.get(`/api/v1${path}`)).json()) as T
  const { items } = await read<{ items: Detail['row'][] }>('/findings?pageSize=10')
  const details = await Promise.all(items.map(({ id }) => read<Detail>(`/findings/${id}`)))
  return details.find(({ remediation }) => remediation?.terraform)?.row
}

test('from the posture to the worst finding, its evidence, its remedy as Terraform, and who looks after it', async ({
  page,
}) => {
  await untilJudged(page)
  const worst = page
    .locator('section', { has: heading(page, 'Worst first') })
    .locator('tbody tr')
    .first()
  await expect(worst).toContainText('critical')
  const what = (await worst.getByRole('link').textContent()) ?? ''
  await worst.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name: what })).toBeVisible()
  await expect(heading(page, 'Evidence')).toBeVisible()
  await expect(heading(page, 'Why it matters')).toBeVisible()

  const mended = await worstForTerraform(page)
  expect(mended, 'one of the worst ten is mended by Terraform').toBeDefined()
  await page.goBack()
  await page.locator(`tbody a[href^="/posture/findings/${mended?.id}"]`).click()
  await expect(page.getByRole('heading', { level: 1, name: mended?.checkTitle })).toBeVisible()
  await expect(heading(page, 'Evidence')).toBeVisible()
  await page.getByRole('tab', { name: 'Terraform' }).click()
  await expect(
    page
      .getByRole('tabpanel')
      .getByText(/resource "aws_|data "aws_/)
      .first(),
  ).toBeVisible()
  await expect(page.getByText('changes nothing in your account')).toBeVisible()

  await page.getByLabel('Comment', { exact: true }).fill('The owners know.')
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  const history = page.locator('section', { has: heading(page, 'History') })
  await expect(history.getByText('The owners know.')).toBeVisible()
  await expect(history.getByText(`${ADMIN.name} · commented`)).toBeVisible()

  await page.getByLabel('Assignee').selectOption({ label: `${ADMIN.name} (me)` })
  await expect(history.getByText(`${ADMIN.name} · assigned`)).toBeVisible()
  const id = idOf(page)
  await open(page, `/posture/findings?q=assignee:none&severity=critical`, 'Findings')
  await expect(page.getByRole('table', { name: 'findings' })).toBeVisible()
  await expect(page.locator(`a[href*="${id}"]`)).toHaveCount(0)
  await page.goto(`/posture/findings/${id}`)
  await page.getByLabel('Assignee').selectOption({ label: 'nobody' })
  await expect(page.getByText('Assigned').or(history.getByText('assigned')).first()).toBeVisible()
})
