import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'

const [base, email, password] = process.argv.slice(2)
if (!base || !email || !password) {
  console.error('node scripts/take-screenshots.ts <address> <e-mail> <password>, with a demo that runs there')
  process.exit(1)
}

const DIR = join(import.meta.dirname, '../docs/screenshots')
const WIDTHS = [1440, 390]
const SCHEMES = ['dark', 'light'] as const
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

type Ids = {
  functionId: number
  alertId: string
  roleId: number
  triggerId: number
  findingId: string
  eventId: string
}

const pages = ({
  functionId,
  alertId,
  roleId,
  triggerId,
  findingId,
  eventId,
}: Ids): Record<string, string> => ({
  overview: '/',
  alerts: '/alerts',
  alert: `/alerts/${alertId}`,
  functions: '/functions',
  function: `/functions/${functionId}`,
  'function-metrics': `/functions/${functionId}?tab=metrics&range=7d`,
  'function-reach': `/functions/${functionId}?tab=reach`,
  'function-configuration': `/functions/${functionId}?tab=configuration`,
  roles: '/roles',
  role: `/roles/${roleId}`,
  'role-least-privilege': `/roles/${roleId}?tab=least-privilege`,
  triggers: '/triggers',
  trigger: `/triggers/${triggerId}`,
  map: '/map',
  concurrency: '/concurrency',
  anomalies: '/anomalies?range=7d',
  cost: '/cost',
  'map-function': `/map?focus=function:${functionId}`,
  changes: '/changes?range=7d',
  events: '/events',
  'event-session': `/events/sessions/${eventId}`,
  'event-history': '/events/history',
  detections: '/detections',
  detection: '/detections/code-changed-by-person',
  'detection-hits': '/detections/hits?range=7d',
  attack: '/detections/attack',
  'allow-list': '/detections/allowed',
  canaries: '/detections/canaries',
  posture: '/posture',
  findings: '/posture/findings',
  finding: `/posture/findings/${findingId}`,
  checks: '/posture/checks',
  check: '/posture/checks/role-privilege-escalation',
  resources: '/posture/resources',
  framework: '/posture/frameworks/aws-fsbp',
  exceptions: '/posture/exceptions',
  rules: '/posture/rules?rule=new',
  'other-services': '/posture/others',
  'function-findings': `/functions/${functionId}?tab=findings`,
  accounts: '/settings/accounts',
  'event-sources': '/settings/event-sources',
  coverage: '/settings/coverage',
  'watch-cost': '/settings/watch-cost',
  maintenance: '/settings/maintenance',
})

async function signIn(page: Page): Promise<void> {
  await page.goto(`${base}/sign-in`)
  await page.getByLabel(/e-?mail/i).fill(email ?? '')
  await page.getByLabel('Password', { exact: true }).fill(password ?? '')
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

async function findIds(page: Page): Promise<Ids> {
  const alerts = await page.request.get(`${base}/api/v1/alerts?rule=timeouts&state=firing,resolved`)
  const { items } = (await alerts.json()) as { items: { id: string; resourceId: number }[] }
  const alert = items[0]
  if (!alert) throw new Error('The demo has no timeouts yet: wait a minute.')
  const first = async <T>(path: string): Promise<T> => {
    const answer = await page.request.get(`${base}/api/v1${path}`)
    const found = (await answer.json()) as { items: { id: T }[] }
    const [item] = found.items
    if (!item) throw new Error(`The demo has nothing at ${path} yet: wait a minute.`)
    return item.id
  }
  const roleId = await first<number>('/roles?risk=service-wildcard&use=execution')
  const triggerId = await first<number>('/triggers?kind=api&audience=internet')
  const findingId = await first<string>('/findings?severity=critical&pageSize=1')
  const eventId = await first<string>('/events?name=UpdateFunctionCode&tool=console&range=14d&pageSize=1')
  return { functionId: alert.resourceId, alertId: alert.id, roleId, triggerId, findingId, eventId }
}

async function take(browser: Browser, width: number, colorScheme: (typeof SCHEMES)[number]): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
  })
  const page = await context.newPage()
  // A stream that stays open would keep the network from ever being idle.
  await page.route('**/api/v1/stream', (route) => route.abort())
  await page.goto(`${base}/sign-in`)
  await page.screenshot({ path: join(DIR, `sign-in-${width}-${colorScheme}.png`) })
  await signIn(page)
  for (const [name, path] of Object.entries(pages(await findIds(page)))) {
    await page.goto(`${base}${path}`, { waitUntil: 'networkidle' })
    await page.screenshot({ path: join(DIR, `${name}-${width}-${colorScheme}.png`) })
  }
  await context.close()
}

await mkdir(DIR, { recursive: true })
const browser = await chromium.launch({
  executablePath: BROWSERS.find((path) => existsSync(path)),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
for (const width of WIDTHS) for (const scheme of SCHEMES) await take(browser, width, scheme)
await browser.close()
