import { open, rowsOf } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

test('markup, control and bidi characters from AWS are shown as text', async ({ page }) => {
  await open(page, '/events?range=7d&q=img', 'Events')
  await expect(page.getByRole('main')).toBeVisible()

  const list = await page.request.get('/api/v1/functions?pageSize=200')
  const { items } = (await list.json()) as { items: { id: number; name: string }[] }
  const hostile: { id: number; field: RegExp; seen: RegExp }[] = []
  for (const item of items) {
    const text = await (await page.request.get(`/api/v1/functions/${item.id}`)).text()
    if (text.includes('<img src=x onerror=alert'))
      hostile.push({
        id: item.id,
        field: /Why/,
        seen: /<img src=x onerror=alert\(document\.cookie\)>.*<U\+202E>evil/,
      })
    if (text.includes('=HYPERLINK('))
      hostile.push({
        id: item.id,
        field: /Description/,
        seen: /=HYPERLINK\("http:\/\/evil\.example","click"\)<U\+000D><U\+000A>.*<U\+2066>x<U\+2069>/,
      })
    if (text.includes('<svg onload=alert(1)>'))
      hostile.push({ id: item.id, field: /Tags/, seen: /<svg onload=alert\(1\)>/ })
    if (text.includes('this is not JSON <script>'))
      hostile.push({ id: item.id, field: /policy/, seen: /this is not JSON <script>alert\(1\)<\/script>/ })
  }
  expect(hostile.length).toBeGreaterThanOrEqual(4)
  for (const { id, seen } of hostile) {
    await page.goto(`/functions/${id}?tab=configuration`)
    await expect(page.getByText(seen).first()).toBeVisible()
    await expect(page.locator('main img, main script, main svg[onload]')).toHaveCount(0)
  }
})

test('a spoilt event keeps its place and opens', async ({ page }) => {
  await open(page, '/events?range=14d&q=onload', 'Events')
  const rows = rowsOf(page, 'events')
  await expect(rows.first()).toBeVisible()
  await rows.first().click()
  await expect(page.getByRole('region', { name: 'CloudTrail record' })).toContainText('<svg onload=alert(1)>')
  await expect(page.locator('main svg[onload], [role="dialog"] svg[onload]')).toHaveCount(0)
})

test('a cell that a spreadsheet would run starts with an apostrophe in the CSV', async ({ page }) => {
  const csv = await page.request.get('/api/v1/events?range=14d&format=csv&q=HYPERLINK')
  expect(csv.headers()['content-type']).toContain('text/csv')
  const text = await csv.text()
  expect(text).toContain('HYPERLINK')
  const cells = text.split(/\r\n/).flatMap((line) => line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [])
  const dangerous = cells
    .map((cell) => cell.replace(/,$/, '').replace(/^"/, ''))
    .filter((cell) => /^[=+\-@\t\r]/.test(cell))
  expect(dangerous).toEqual([])
  expect(text).toContain(`'=HYPERLINK`)
})
