import { expect, it } from 'vitest'
import type { EventRow } from '#server/services/events/schema.ts'
import { pivotsOf } from './pivots.ts'

const event: EventRow = {
  id: 'e1',
  at: '2026-11-20T12:00:00.000Z',
  accountId: '111122223333',
  accountName: 'production',
  region: 'eu-west-1',
  source: 'lambda.amazonaws.com',
  name: 'UpdateFunctionCode',
  rawName: 'UpdateFunctionCode20150331v2',
  readOnly: false,
  actorType: 'role',
  actorArn: 'arn:aws:sts::111122223333:assumed-role/a/b & c',
  actorName: 'a/b',
  sessionKey: 'ASIA',
  tool: 'console',
  sourceIp: '203.0.113.7',
  userAgent: null,
  errorCode: null,
  errorMessage: null,
  functionName: '<f>',
  functionId: null,
  resources: [],
}

it('reaches back over the whole session, in every region', () => {
  const session = pivotsOf(event).find((pivot) => pivot.label === 'Whole session')
  const query = new URL(session?.href ?? '', 'http://localhost').searchParams
  expect(Object.fromEntries(query)).toEqual({
    session: 'ASIA',
    regions: '',
    env: '',
    from: '2026-11-20T00:00:00.000Z',
    to: '2026-11-21T00:00:00.000Z',
  })
})

it('keeps hostile names inside their parameter', () => {
  const actor = pivotsOf(event).find((pivot) => pivot.label === 'Same actor')
  expect(new URL(actor?.href ?? '', 'http://localhost').searchParams.get('actor')).toBe(event.actorArn)
})

it('offers only what the event has', () => {
  const bare = { ...event, sessionKey: null, functionName: null, sourceIp: null }
  expect(pivotsOf(bare).map((pivot) => pivot.label)).toEqual([
    'Back to the login',
    'Same actor',
    'All UpdateFunctionCode',
  ])
})
