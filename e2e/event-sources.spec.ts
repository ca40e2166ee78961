import { open } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { REGIONS } from './support/product.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })
test.setTimeout(240_000)

const HOME = '111122223333'
const BUCKET = `s3://shop-cloudtrail-${HOME}/`

test('a table is tried, saved and asked about the past, with its query shown before it runs', async ({
  page,
}) => {
  await open(page, '/settings/event-sources', 'Settings')
  await page.getByRole('button', { name: 'Add a source' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add an event source' })
  await expect(dialog.getByText('Events within seconds of what happened')).toBeVisible()

  // A queue that is not there is found before it is saved.
  await dialog.getByText('What to make, and what to permit').click()
  await expect(dialog.getByLabel('CloudFormation of the queue')).toContainText('AWS::Events::Rule')
  await dialog.getByLabel('URL or ARN of the queue').fill(`arn:aws:sqs:${REGIONS[0]}:${HOME}:nowhere`)
  await dialog.getByLabel('Name', { exact: true }).fill('nowhere')
  await dialog.getByRole('button', { name: 'Test it' }).click()
  const trial = dialog.getByRole('region', { name: 'The test' })
  await expect(trial).toContainText('there is no such thing in this account and region', { timeout: 60_000 })
  await expect(dialog.getByRole('button', { name: 'Save all the same' })).toBeEnabled()

  await dialog.getByLabel('How the events come').selectOption('athena')
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
  await dialog.getByLabel('Region').fill(REGIONS[0])
  await dialog.getByLabel('Table', { exact: true }).fill('security.cloudtrail_logs')
  await dialog.getByLabel('Name', { exact: true }).fill('The trail’s table')
  await dialog.getByLabel('Partitions by day').selectOption('day')
  await dialog.getByLabel('Where the log files are').fill(BUCKET)
  await dialog.getByRole('button', { name: 'Test it' }).click()
  await expect(trial.getByText('Ask a question')).toBeVisible({ timeout: 60_000 })
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  const source = page
    .getByRole('list', { name: 'Event sources' })
    .getByRole('listitem')
    .filter({ hasText: 'The trail’s table' })
  await expect(source).toContainText('ready to be asked')

  await source.getByRole('link', { name: 'Ask it about the past' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible()
  await page.getByLabel('Call').fill("UpdateFunctionCode' OR '1'='1")
  const plan = page.getByRole('region', { name: 'What will be asked' })
  await expect(plan).toContainText("''")
  await page.getByLabel('Call').fill('UpdateFunctionCode')
  await expect(plan).toContainText('^UpdateFunctionCode(')
  await expect(plan).toContainText(/by the table.s partitions/)
  await page.getByRole('button', { name: 'Run it' }).click()

  const records = page.getByRole('list', { name: 'Records' })
  await expect(records.getByRole('listitem').first()).toContainText('UpdateFunctionCode', { timeout: 90_000 })
  await records.locator('summary').first().click()
  await expect(records.getByLabel('CloudTrail record').first()).toContainText('"eventID"')
  await expect(page.getByRole('list', { name: 'Questions about the past' })).toContainText(`by ${ADMIN.name}`)
})
