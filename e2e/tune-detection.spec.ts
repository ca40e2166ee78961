import type { Page } from '@playwright/test'
import { open, rowsOf } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

type Detection = { id: string; title: string; seen: { hits: number } }

/** The detection of one record that found most. */
async function busiest(page: Page): Promise<Detection> {
  let found: Detection | undefined
  await expect(async () => {
    const answer = await page.request.get('/api/v1/detections?kind=single&state=on&sort=hits&pageSize=1')
    const { items } = (await answer.json()) as { items: Detection[] }
    found = items[0]
    expect(found?.seen.hits).toBeGreaterThan(0)
  }).toPass({ timeout: 90_000 })
  if (!found) throw new Error('no detection found anything')
  return found
}

test('see what switching a detection off would lose, switch it off, and give it back to the catalogue', async ({
  page,
}) => {
  const { id, title } = await busiest(page)
  await open(page, `/detections?q=id:${id}`, 'Detections')
  await expect(rowsOf(page, 'detections')).toHaveCount(1)
  await page.getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()

  await page.getByLabel('Switch').selectOption('off')
  await page.getByRole('button', { name: 'What would it have found?' }).click()
  const preview = page.getByRole('region', { name: 'What the change would have found' })
  await expect(preview.getByRole('status')).toContainText(/^[\d,]+ hits? as it is, 0 with the change/)
  await expect(preview.getByText(/hits? less/).first()).toBeVisible()

  const save = page.getByRole('button', { name: 'Save', exact: true })
  await expect(save).toBeDisabled()
  await page.getByLabel('Why').fill('It is how we deploy; the platform team looks at it.')
  await save.click()
  await expect(page.getByText(`Tuned by ${ADMIN.name}`)).toBeVisible()
  await expect(page.locator('header').getByText('off', { exact: true })).toBeVisible()
  await open(page, `/detections?q=id:${id}`, 'Detections')
  await expect(rowsOf(page, 'detections').first()).toContainText('tuned')

  await page.getByRole('link', { name: title }).click()
  await page.getByLabel('Switch').selectOption('')
  await page.getByLabel('Why').fill('Back to what the catalogue says.')
  await save.click()
  await expect(page.locator('header').getByText('off', { exact: true })).toHaveCount(0)
})

type Hit = { detectionId: string; detectionTitle: string; actorArn: string }

/** The newest hit by somebody who has an ARN: of an AWS service, or of nobody, there is none. */
async function hitBySomebody(page: Page): Promise<Hit> {
  let found: Hit | undefined
  await expect(async () => {
    const answer = await page.request.get('/api/v1/detections/hits?range=14d&pageSize=200')
    const { items } = (await answer.json()) as { items: Hit[] }
    found = items.find((one) => one.actorArn.startsWith('arn:aws:'))
    expect(found).toBeDefined()
  }).toPass({ timeout: 90_000 })
  if (!found) throw new Error('nobody did anything')
  return found
}

test('expect what a hit shows, seen first in the preview, and end that again', async ({ page }) => {
  const { detectionId: id, detectionTitle: title, actorArn } = await hitBySomebody(page)
  const actor = encodeURIComponent(actorArn)
  await open(page, `/detections/hits?range=14d&detection=${id}&actor=${actor}`, 'Hits')
  await rowsOf(page, 'hits').first().click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('Records it rests on')).toBeVisible()
  await expect(drawer.getByRole('link', { name: title })).toBeVisible()
  await drawer.getByRole('button', { name: 'Expect such acts' }).click()

  const dialog = page.getByRole('dialog', { name: 'Expect these acts' })
  const covers = dialog.getByRole('status')
  await expect(dialog.getByLabel('Detections')).toHaveValue(id)
  await expect(covers).toContainText(/It would have covered [\d,]+ of [\d,]+ hits in 30 days/)
  await expect(covers).not.toContainText('covered 0 of')
  await dialog.getByLabel('Network').fill('not a network')
  await expect(dialog.getByText('Not an address or CIDR range.')).toBeVisible()
  await dialog.getByLabel('Network').fill('192.0.2.0/24')
  await expect(covers).toContainText('covered 0 of')
  await dialog.getByLabel('Network').fill('')
  await expect(covers).not.toContainText('covered 0 of')

  const reason = `Agreed with the platform team: ${title}`
  await dialog.getByLabel('Why').fill(reason)
  await dialog.getByRole('button', { name: 'Expect', exact: true }).click()
  await expect(dialog).toHaveCount(0)

  await open(page, '/detections/allowed', 'Allow-list')
  const entry = page
    .getByRole('list', { name: 'Entries of the allow-list' })
    .getByRole('listitem')
    .filter({ hasText: reason })
  await expect(entry).toContainText(`written by ${ADMIN.name}`)
  await entry.getByRole('button', { name: 'End now' }).click()
  await page.getByRole('dialog', { name: 'End this entry?' }).getByRole('button', { name: 'End now' }).click()
  await expect(entry).toHaveCount(0)
})

test('mark a canary, and see that nobody touched it', async ({ page }) => {
  await open(page, '/detections/canaries', 'Canaries')
  await page.getByRole('button', { name: 'Mark a canary' }).click()
  const dialog = page.getByRole('dialog', { name: 'Mark a canary' })
  await dialog.getByLabel('What').selectOption('access-key')
  await dialog.getByLabel('Access key id').fill('alice')
  await dialog.getByLabel('Note').fill('In a wiki page that was leaked.')
  await expect(dialog.getByRole('status')).toContainText('begins with AKIA')
  await dialog.getByLabel('Access key id').fill('AKIAIOSFODNN7CANARY0')
  await dialog.getByRole('button', { name: 'Mark', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  const canary = page.getByRole('list', { name: 'Canaries' }).getByRole('listitem')
  await expect(canary).toContainText(/AKIAIOSFODNN7CANARY0.*not touched since/)
  await canary.getByRole('button', { name: 'Unmark' }).click()
  await page
    .getByRole('dialog', { name: 'Take the mark away?' })
    .getByRole('button', { name: 'Unmark' })
    .click()
  await expect(page.getByText('No canaries')).toBeVisible()
})
