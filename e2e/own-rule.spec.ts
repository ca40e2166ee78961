import { open, rowsOf, untilJudged } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

const ID = 'own-no-checkout-api'
const TITLE = 'No function is called checkout-api'

test('a rule of one’s own: mended where it is wrong, tried, saved, switched on, and its finding', async ({
  page,
}) => {
  await untilJudged(page)
  const known = await page.request.get('/api/v1/functions?q=name:checkout-api')
  const { items } = (await known.json()) as { items: { name: string }[] }
  const failing = items.filter(({ name }) => name === 'checkout-api').length
  expect(failing).toBeGreaterThan(0)

  await open(page, '/posture/rules', 'Own rules')
  await page.getByRole('button', { name: 'New rule' }).click()
  const condition = page.getByLabel('It is as it should be when')
  await condition.fill('resource.name\n  != != "checkout-api"')
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByRole('alert').filter({ hasText: /Line 2, column \d+: / })).toBeVisible()

  // A name that a condition cannot read is found before anything runs, too.
  await condition.fill('thing.name != "checkout-api"')
  await expect(page.getByText('The rule has changed since it was tried.')).toBeVisible()
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(
    page.getByRole('alert').filter({ hasText: 'Line 1, column 1: there is no thing' }),
  ).toBeVisible()

  await condition.fill('resource.name != "checkout-api"')
  await page.getByRole('button', { name: 'Try it' }).click()
  const trial = page.getByRole('region', { name: 'What it says of what is stored now' })
  await expect(trial).toContainText(`${failing} would fail`)
  await expect(trial).toContainText('0 unknown')
  await expect(trial.getByRole('link', { name: 'checkout-api' })).toHaveCount(failing)

  await expect(page.getByText('To save it, it still needs an id, a title, why it matters.')).toBeVisible()
  await page.getByLabel('Id', { exact: true }).fill(ID)
  await page.getByLabel('Title').fill(TITLE)
  await page.getByLabel('A finding says').fill('{name} has a name that is reserved.')
  await page.getByLabel('Why it matters').fill('The name is promised to another team.')
  await page.getByLabel('Only these names').fill('checkout-*, never-*')
  await page.getByRole('button', { name: 'Save' }).click()

  const row = page.getByRole('list', { name: 'Own rules' }).getByRole('listitem').filter({ hasText: TITLE })
  await expect(row.getByText('off', { exact: true })).toBeVisible()
  await row.getByRole('button', { name: 'Switch on' }).click()
  await expect(row.getByText('on', { exact: true })).toBeVisible()
  // The worker asks every resource within a minute or two.
  const fails = row.getByRole('link', { name: `${failing} fail` })
  await expect(fails).toBeVisible({ timeout: 100_000 })
  await fails.click()
  await expect(rowsOf(page, 'findings')).toHaveCount(failing)
  await rowsOf(page, 'findings').first().getByRole('link', { name: TITLE }).click()
  await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible()
  await expect(page.getByText('checkout-api has a name that is reserved.')).toBeVisible()

  await page.getByRole('link', { name: ID }).click()
  await expect(page.getByLabel('Only these names')).toHaveValue('checkout-*, never-*')
  await row.getByRole('button', { name: 'Delete' }).click()
  const question = page.getByRole('dialog', { name: 'Delete this rule?' })
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(row).toHaveCount(0)
})
