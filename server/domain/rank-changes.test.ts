import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CAUSE_WINDOW_MS,
  type Change,
  causeText,
  type Incident,
  madeByText,
  rankChanges,
} from './rank-changes.ts'

const START = Date.parse('2026-11-20T06:00:00Z')
const roleArn = 'arn:aws:iam::111122223333:role/orders-role'
const incident: Incident = {
  startedAtMs: START,
  accountId: '111122223333',
  region: 'eu-west-1',
  functionName: 'orders',
  roleArn,
}
const change = (minutesBefore: number, values: Partial<Change> = {}): Change => ({
  atMs: START - minutesBefore * 60_000,
  name: 'UpdateFunctionCode',
  readOnly: false,
  errorCode: null,
  actorName: 'gha-deploy/run-7',
  accountId: '111122223333',
  region: 'eu-west-1',
  functionName: 'orders',
  resources: [],
  ...values,
})

describe('what may have caused an incident', () => {
  test('same function before its role before the same account; nearer before farther', () => {
    const near = change(1, { functionName: 'other' })
    const role = change(3, {
      functionName: null,
      region: 'us-east-1',
      resources: [roleArn],
      name: 'PutRolePolicy',
    })
    const [far, same] = [change(90), change(10)]
    const ranked = rankChanges(incident, [near, far, role, same])
    expect(ranked.map((one) => one.change)).toEqual([same, far, role, near])
    expect(ranked.map((one) => one.why)).toEqual([
      '10 min before, on the same function',
      '1 h before, on the same function',
      "3 min before, on the function's role",
      '1 min before, on the same account and region',
    ])
    expect(ranked.map((one) => one.likely)).toEqual([true, true, true, false])
  })

  test('of the calls of one deployment, the new code is named', () => {
    const ranked = rankChanges(incident, [
      change(2, { name: 'UpdateAlias' }),
      change(2.5, { name: 'PublishVersion' }),
      change(3),
    ])
    expect(ranked.map((one) => one.change.name)).toEqual([
      'UpdateFunctionCode',
      'UpdateAlias',
      'PublishVersion',
    ])
    expect(causeText(ranked[0])).toBe('3 min after UpdateFunctionCode by gha-deploy')
  })

  test.each([
    ['AddPermission', null],
    ['PutFunctionConcurrency', '5 min after PutFunctionConcurrency by gha-deploy'],
    ['CreateEventSourceMapping', '5 min after CreateEventSourceMapping by gha-deploy'],
  ])('an incident of the whole account after %s', (name, text) => {
    const ofAccount = { ...incident, functionName: null, roleArn: null }
    expect(causeText(rankChanges(ofAccount, [change(5, { name })])[0])).toBe(text)
  })

  test('a setting was made by the call that came with it, not by one of an hour before', () => {
    const person = {
      actorName: 'AWSReservedSSO_Admin_3c2a/bob@shop.example',
      name: 'CreateFunctionUrlConfig',
    }
    expect(madeByText(rankChanges(incident, [change(1, person)])[0], incident)).toBe(
      'CreateFunctionUrlConfig by bob@shop.example',
    )
    expect(madeByText(rankChanges(incident, [change(60, person)])[0], incident)).toBeNull()
    expect(madeByText(undefined, incident)).toBeNull()
  })

  test.each([
    ['a read', change(1, { readOnly: true })],
    ['a failed call', change(1, { errorCode: 'AccessDenied' })],
    ['a later change', change(-1)],
    ['a change too long ago', change(121)],
    ['a change in another account', change(1, { accountId: '222222222222' })],
    ['a change elsewhere on something else', change(1, { region: 'us-east-1', functionName: 'orders' })],
  ])('%s is none', (_, one) => {
    expect(rankChanges(incident, [one])).toEqual([])
  })

  test('what is not said to be a read counts as a change', () => {
    expect(rankChanges(incident, [change(1, { readOnly: null })])).toHaveLength(1)
  })

  test('is put into words only when it is near enough', () => {
    expect(causeText(rankChanges(incident, [change(4)])[0])).toBe(
      '4 min after UpdateFunctionCode by gha-deploy',
    )
    expect(causeText(rankChanges(incident, [change(4, { functionName: 'other' })])[0])).toBeNull()
    const whole = { ...incident, functionName: null, roleArn: null }
    expect(causeText(rankChanges(whole, [change(4, { functionName: 'other', actorName: '' })])[0])).toBe(
      '4 min after UpdateFunctionCode by unknown',
    )
    expect(causeText(undefined)).toBeNull()
  })

  test('never names a change outside the two hours before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e8, max: 1e8 })), (offsets) => {
        for (const { secondsBefore } of rankChanges(
          incident,
          offsets.map((offset) => change(0, { atMs: START - offset })),
        )) {
          expect(secondsBefore).toBeGreaterThanOrEqual(0)
          expect(secondsBefore).toBeLessThanOrEqual(CAUSE_WINDOW_MS / 1000)
        }
      }),
    )
  })
})
