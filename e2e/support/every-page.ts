import type { Locator, Page } from '@playwright/test'

// What holds for ten rows holds for fifty, and axe looks at each.
const FEW = 'pageSize=10'

export type AnyPage = { path: string; ready: (page: Page) => Locator }

const heading = (name: string) => (page: Page) => page.getByRole('heading', { level: 1, name })

/** Every page with data on it, and what shows that its data has come. */
export async function everyPage(page: Page): Promise<AnyPage[]> {
  const first = async (path: string): Promise<string> => {
    const answer = await page.request.get(`/api/v1${path}`)
    const { items } = (await answer.json()) as { items: { id: string | number }[] }
    return String(items[0]?.id)
  }
  const alert = await first('/alerts?state=firing')
  const fn = await first('/functions?q=checkout-api')
  const role = await first('/roles?use=execution')
  const trigger = await first('/triggers?kind=api')
  const event = await first('/events?range=7d&name=UpdateFunctionCode')
  const finding = await first('/findings')
  const tab = (name: string, said: string) => ({
    path: `/functions/${fn}?tab=${name}`,
    ready: (on: Page) => on.getByText(said).first(),
  })
  return [
    { path: '/', ready: (on) => on.getByText('Needs attention') },
    { path: '/alerts', ready: (on) => on.getByText(/Timeouts on checkout-api/).first() },
    { path: `/alerts/${encodeURIComponent(alert)}`, ready: (on) => on.getByText('What changed before') },
    { path: '/anomalies?range=7d', ready: (on) => on.getByText(/held against what is usual/) },
    { path: `/functions?${FEW}`, ready: (on) => on.getByText('checkout-api').first() },
    tab('overview', 'In this period'),
    tab('metrics&compare=week&scale=log', 'A week before'),
    tab('reach', 'Who can invoke it'),
    tab('role', 'Who may take it'),
    tab('role&show=least-privilege', 'actions granted'),
    tab('findings', 'Not applicable'),
    tab('changes', 'Compare now with'),
    tab('events', 'Open in the event viewer'),
    tab('alerts', 'in 14 days'),
    tab('configuration', 'Network, keys and logs'),
    {
      path: `/roles?${FEW}`,
      ready: (on) => on.getByRole('table', { name: 'roles' }).or(on.getByText('1–10 of')).first(),
    },
    { path: `/roles/${role}`, ready: (on) => on.getByRole('heading', { level: 2, name: 'Risks' }) },
    { path: `/roles/${role}?tab=policies`, ready: (on) => on.getByText('Inline policies').first() },
    { path: `/roles/${role}?tab=findings`, ready: (on) => on.getByText('Not applicable').first() },
    { path: `/triggers?${FEW}`, ready: (on) => on.getByText('1–10 of') },
    { path: `/triggers/${trigger}`, ready: (on) => on.getByText('API route').first() },
    { path: '/map?view=map', ready: (on) => on.getByRole('region', { name: 'Map' }) },
    { path: `/map?view=table&focus=function:${fn}`, ready: (on) => on.getByText('Around checkout-api') },
    { path: '/concurrency?range=3h', ready: (on) => on.getByText('Account limit') },
    { path: '/changes', ready: heading('Changes') },
    { path: `/changes/${fn}`, ready: (on) => on.getByText('Compare now with') },
    { path: `/events?${FEW}`, ready: (on) => on.getByText(/calls in the period/) },
    {
      path: `/events?range=7d&${FEW}&peek=${encodeURIComponent(event)}`,
      ready: (on) => on.getByText('As CloudTrail gave it'),
    },
    {
      path: `/events/sessions/${encodeURIComponent(event)}`,
      ready: (on) => on.getByText('What the session did'),
    },
    { path: '/events/history', ready: heading('History') },
    { path: '/detections?group=identity', ready: (on) => on.getByText(/see nothing as things are/) },
    { path: '/detections/functions-deleted', ready: (on) => on.getByText('About the detection') },
    { path: `/detections/hits?${FEW}&range=14d`, ready: (on) => on.getByText(/in the period/).first() },
    { path: '/detections/attack?all=true', ready: (on) => on.getByText('Data destruction').first() },
    { path: '/detections/allowed', ready: heading('Allow-list') },
    { path: '/detections/canaries', ready: heading('Canaries') },
    { path: '/cost', ready: heading('Cost') },
    { path: '/posture', ready: (on) => on.getByText('What could not be judged') },
    { path: `/posture/findings?${FEW}`, ready: (on) => on.getByText(/^1–10 of/) },
    {
      path: `/posture/findings?${FEW}&state=open,closed&framework=cis-aws-foundations`,
      ready: (on) => on.getByRole('list', { name: 'Narrowed by a link' }),
    },
    {
      path: `/posture/findings?${FEW}&peek=${finding}`,
      ready: (on) => on.getByRole('dialog').getByText('Open since'),
    },
    { path: `/posture/findings/${finding}`, ready: (on) => on.getByText('Why it matters') },
    {
      path: '/posture/checks?q=public',
      ready: (on) => on.getByRole('table', { name: 'Checks' }).or(on.getByRole('list', { name: 'Checks' })),
    },
    { path: '/posture/checks/function-url-public', ready: (on) => on.getByText('About the check') },
    { path: `/posture/resources?${FEW}`, ready: (on) => on.getByText(/^1–10 of/) },
    {
      path: '/posture/owners',
      ready: (on) => on.getByRole('table', { name: 'Owners' }).or(on.getByRole('list', { name: 'Owners' })),
    },
    {
      path: '/posture/frameworks',
      ready: (on) => on.getByRole('link', { name: /NIST Cybersecurity Framework/ }),
    },
    {
      path: '/posture/frameworks/cis-aws-foundations',
      ready: (on) => on.getByText(/^Not seen from outside: /).first(),
    },
    { path: '/posture/exceptions', ready: heading('Exceptions') },
    { path: '/posture/rules?rule=new', ready: (on) => on.getByRole('button', { name: 'Try it' }) },
    { path: `/posture/others?${FEW}`, ready: (on) => on.getByText(/findings about functions/) },
    {
      path: '/settings/accounts',
      ready: (on) => on.getByText('the watch costs').or(on.getByText('cost of the watch')).first(),
    },
    { path: '/settings/coverage', ready: (on) => on.getByText('What could not be read') },
    { path: '/settings/watch-cost', ready: (on) => on.getByText('By its end') },
    { path: '/settings/event-sources', ready: (on) => on.getByRole('button', { name: 'Add a source' }) },
    { path: '/settings/maintenance', ready: (on) => on.getByText('No maintenance') },
    { path: '/settings/users', ready: (on) => on.getByText('may sign in').first() },
    { path: '/settings/tokens', ready: (on) => on.getByRole('button', { name: 'Make a token' }) },
    { path: '/settings/api', ready: (on) => on.getByLabel('Find an operation') },
    { path: '/help', ready: heading('Help') },
  ]
}
