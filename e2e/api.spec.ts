import { open } from './support/pages.ts'
import { ADMIN } from './support/people.ts'
import { expect, test } from './support/test.ts'

type Document = { paths: Record<string, Record<string, { security?: unknown[] }>> }

test.use({ storageState: ADMIN.session })

test('no route answers without a session; a viewer’s token may read and not write', async ({
  page,
  baseURL,
}) => {
  await open(page, '/settings/tokens', 'Settings')
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByLabel('What it is for').fill('end-to-end')
  await page.getByRole('button', { name: 'Make it' }).click()
  const token = (await page.getByRole('region', { name: 'The token' }).textContent()) ?? ''
  await page.getByRole('button', { name: 'I have it' }).click()
  await expect(page.getByText('end-to-end', { exact: true })).toBeVisible()

  const document = (await (await page.request.get('/api/v1/openapi.json')).json()) as Document
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() })),
  )
  expect(routes.length).toBeGreaterThan(20)
  // The answer's head alone: a stream of events has no end.
  const statusOf = async (path: string, method: string, headers: Record<string, string> = {}) => {
    const body = method === 'GET' ? {} : { body: '{}' }
    const answer = await fetch(new URL(path, baseURL), {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      ...body,
    })
    await answer.body?.cancel()
    return answer.status
  }
  const viewer = { authorization: `Bearer ${token.trim()}` }
  for (const { path, method } of routes) {
    if (path === '/api/v1/setup') continue
    const address = path.replace(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000')
    expect(await statusOf(address, method), `${method} ${path} without a session`).toBe(401)
    const expected = method === 'GET' ? [200, 400, 403, 404] : [400, 403, 404]
    expect(expected, `${method} ${path} as viewer`).toContain(await statusOf(address, method, viewer))
  }
  for (const path of ['functions', 'alerts', 'events', 'overview', 'coverage', 'status', 'stream']) {
    expect(await statusOf(`/api/v1/${path}`, 'GET', viewer), path).toBe(200)
  }
  const { items } = (await (await page.request.get('/api/v1/alerts')).json()) as { items: { id: string }[] }
  expect(await statusOf(`/api/v1/alerts/${items[0]?.id}/acknowledge`, 'POST', viewer)).toBe(403)
})

test('the reference lists the routes', async ({ page }) => {
  await open(page, '/settings/api', 'Settings')
  await page.getByLabel('Find an operation').fill('acknowledge')
  await expect(page.getByText('/api/v1/alerts/{id}/acknowledge')).toBeVisible()
  await expect(page.getByText('/api/v1/functions', { exact: true })).toHaveCount(0)
})

test('health and readiness answer to everybody and tell nothing', async ({ page }) => {
  for (const path of ['/healthz', '/readyz']) {
    const answer = await page.request.get(path)
    expect(answer.status()).toBe(200)
    expect(await answer.text()).not.toMatch(/postgres|password|\/work|\/home/i)
  }
})

test('every page comes with a policy that runs only our own scripts', async ({ page }) => {
  for (const path of ['/', '/functions', '/sign-in', '/api/v1/status', '/healthz']) {
    const headers = (await page.request.get(path)).headers()
    const policy = headers['content-security-policy'] ?? ''
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? policy
    expect(scripts, path).toMatch(/'nonce-|default-src 'none'/)
    expect(scripts, path).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/)
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options'], path).toBe('nosniff')
  }
})
