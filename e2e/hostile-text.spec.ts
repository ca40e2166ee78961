import { open, rowsOf } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({ storageState: ADMIN.session })

type Detail = { record: Record<string, unknown> }

/** What the hostile estate holds, where in a function's record it lies, and how it must look. */
const HOSTILE = [
  {
    has: 'onerror=alert(document.cookie)',
    of: 'stateReason',
    seen: /<img src=x onerror=alert\(document\.cookie\)>.*<U\+202E>evil/,
  },
  {
    has: '=HYPERLINK(',
    of: 'description',
    seen: /=HYPERLINK\("http:\/\/evil\.example","click"\)<U\+000D><U\+000A>\+1.*<U\+2066>x<U\+2069>/,
  },
  { has: '<svg onload=alert(1)>', of: 'tags', seen: /<svg onload=alert\(1\)>/ },
  { has: 'this is not JSON <script>', of: 'policy', seen: /this is not JSON <script>alert\(1\)<\/script>/ },
]

test('markup, control and bidi characters from AWS are shown as text', async ({ page }) => {
  await open(page, '/functions', 'Functions')
  const list = await page.request.get('/api/v1/functions?pageSize=200')
  const { items } = (await list.json()) as { items: { id: number }[] }
  const details = await Promise.all(
    items.map(async ({ id }) => {
      const answer = await page.request.get(`/api/v1/functions/${id}`)
      return { id, detail: (await answer.json()) as Detail }
    }),
  )
  for (const { has, of, seen } of HOSTILE) {
    const found = details.find(({ detail }) =>
      JSON.stringify(detail.record[of]).includes(JSON.stringify(has).slice(1, -1)),
    )
    expect(found, has).toBeDefined()
    await page.goto(`/functions/${found?.id}?tab=configuration`)
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
