import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HistoryFilter, historyFilter } from './history-filter.ts'
import { athenaRecord, lakeRecord } from './history-record.ts'
import { ATHENA_COLUMNS, athenaSql, daysOf, lakeSql } from './history-sql.ts'
import { athenaSettings } from './source-settings.ts'

const TABLE = { catalog: 'AwsDataCatalog', database: 'default', table: 'trail' }
const filter = (more: Partial<HistoryFilter> = {}): HistoryFilter => ({
  from: '2026-01-30T22:00:00.000Z',
  to: '2026-02-01T01:30:00.000Z',
  ...more,
})
const sql = (more: Partial<HistoryFilter> = {}, settings = {}) =>
  athenaSql(TABLE, athenaSettings.parse(settings), filter(more))

describe('a query of Athena', () => {
  it('is bounded by time and number', () => {
    expect(sql()).toContain("eventtime >= '2026-01-30T22:00:00Z'")
    expect(sql()).toContain("eventtime <= '2026-02-01T01:30:00Z'")
    expect(sql()).toMatch(/LIMIT 10000$/)
  })

  it('is bounded by partition where there are any', () => {
    expect(sql({}, { partitioning: 'day' })).toContain(`"timestamp" BETWEEN '2026/01/30' AND '2026/02/01'`)
    expect(sql({}, { partitioning: 'year-month-day' })).toContain("BETWEEN '2026/01/30' AND '2026/02/01'")
    expect(sql()).not.toContain('BETWEEN')
  })

  it('finds names whatever version they end in', () => {
    expect(sql({ name: 'UpdateFunctionCode' })).toContain(
      "regexp_like(eventname, '^UpdateFunctionCode([0-9_]+(v[0-9]+)?)?$')",
    )
  })

  it('holds no word outside of quotes that somebody gave, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), (text) => {
        const given = { source: text, name: text, actor: text, function: text, address: text }
        const bare = (statement: string) => statement.replace(/'(?:[^']|'')*'/g, "''")
        const plain = { source: 'x', name: 'x', actor: 'x', function: 'x', address: 'x' }
        expect(bare(sql(given))).toBe(bare(sql(plain)))
        expect(bare(lakeSql('id', filter(given)))).toBe(bare(lakeSql('id', filter(plain))))
      }),
    )
  })
})

it('a range has its days, and the one in which its last files arrive', () => {
  expect(daysOf({ from: '2026-01-31T12:00:00Z', to: '2026-01-31T23:30:00Z' })).toEqual([
    '2026/01/31',
    '2026/02/01',
  ])
})

it.each([
  [{ from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
  [{ from: '2020-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
  [{ ...filter(), account: '12' }],
  [{ ...filter(), name: 'a\u0000b' }],
  [{ to: '2026-01-01T00:00:00Z' }],
])('%j is refused', (bad) => {
  expect(historyFilter.safeParse(bad).success).toBe(false)
})

it('a row of Athena is the record again', () => {
  const values: Record<string, string> = {
    eventid: 'e-1',
    eventtime: '2026-01-31T10:00:00Z',
    eventsource: 'lambda.amazonaws.com',
    eventname: 'Invoke',
    readonly: 'false',
    useridentity: JSON.stringify({
      type: 'AssumedRole',
      principalid: 'AROA:x',
      arn: 'arn:aws:sts::111122223333:assumed-role/r/x',
      invokedby: null,
      sessioncontext: { sessionissuer: { username: 'r' }, attributes: { mfaauthenticated: 'false' } },
    }),
    requestparameters: '{"functionName":"pay"}',
    resources: '[{"arn":"arn:aws:lambda:eu-west-1:111122223333:function:pay","accountid":"111122223333"}]',
  }
  expect(athenaRecord(ATHENA_COLUMNS.map((column) => values[column]))).toEqual({
    eventID: 'e-1',
    eventTime: '2026-01-31T10:00:00Z',
    eventSource: 'lambda.amazonaws.com',
    eventName: 'Invoke',
    readOnly: false,
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROA:x',
      arn: 'arn:aws:sts::111122223333:assumed-role/r/x',
      sessionContext: { sessionIssuer: { userName: 'r' }, attributes: { mfaAuthenticated: 'false' } },
    },
    requestParameters: { functionName: 'pay' },
    resources: [{ ARN: 'arn:aws:lambda:eu-west-1:111122223333:function:pay', accountId: '111122223333' }],
    eventCategory: 'Data',
  })
  expect(athenaRecord([])).toBeUndefined()
})

it('a row of CloudTrail Lake is the record itself', () => {
  expect(lakeRecord([{ eventjson: '{"eventID":"e-1"}' }])).toEqual({ eventID: 'e-1' })
  expect(lakeRecord([{ eventjson: '{"eventID"' }])).toBeUndefined()
  expect(lakeRecord(null)).toBeUndefined()
})
