import { expect, it } from 'vitest'
import type { Mark } from '#server/services/functions/schema.ts'
import { drawnMarks, markHref } from './drawn-marks.ts'

const from = Date.parse('2026-11-20T00:00:00Z')
const to = from + 24 * 3_600_000
const mark = (minute: number, patch: Partial<Mark> = {}): Mark => ({
  at: new Date(from + minute * 60_000).toISOString(),
  kind: 'deployment',
  label: 'UpdateFunctionCode',
  actor: 'ci-deploy',
  eventId: 'e1',
  alertId: null,
  ...patch,
})

it('links a mark that stands alone', () => {
  expect(
    drawnMarks(
      [mark(10), mark(600, { kind: 'alert', label: 'Throttles', actor: null, alertId: 'a/1' })],
      from,
      to,
    ),
  ).toEqual([
    {
      at: from + 600_000,
      kind: 'deployment',
      label: 'UpdateFunctionCode by ci-deploy',
      href: '/events?peek=e1',
    },
    { at: from + 36_000_000, kind: 'alert', label: 'Throttles', href: '/alerts/a%2F1' },
  ])
})

it('counts those that would stand in one place', () => {
  const [one, ...others] = drawnMarks(
    [0, 1, 2, 3, 4].map((minute) => mark(minute)),
    from,
    to,
  )
  expect(others).toEqual([])
  expect(one?.label).toMatch(/^5 deployments: .* and 2 more$/)
  expect(one?.href).toBe('/events?peek=e1')
})

it('leaves out kinds that are not asked for', () => {
  const marks = [mark(10, { kind: 'configuration' })]
  expect(drawnMarks(marks, from, to, { kinds: ['deployment', 'alert'] })).toEqual([])
  expect(drawnMarks(marks, from, to)).toHaveLength(1)
})

it.each([
  [{ alertId: 'a/1', eventId: null }, '/alerts/a%2F1'],
  [{ alertId: null, eventId: 'e 1' }, '/events?peek=e%201'],
  [{ alertId: null, eventId: null }, undefined],
])('leads from %j to %s', (ids, href) => expect(markHref(ids)).toBe(href))
