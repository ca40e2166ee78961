import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asArray, asObject, parseJson } from '#server/domain/json.ts'
import { readTrailRecord } from './read-trail-record.ts'

const PLACE = { accountId: '111122223333', region: 'eu-west-1' }
const RECORD = {
  eventID: 'e-1',
  eventTime: '2026-11-01T10:00:00Z',
  eventSource: 'lambda.amazonaws.com',
  eventName: 'UpdateFunctionConfiguration20150331v2',
  awsRegion: 'eu-west-1',
  readOnly: false,
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.1',
  errorCode: 'AccessDenied',
  userIdentity: {
    type: 'IAMUser',
    userName: 'bob',
    arn: 'arn:aws:iam::111122223333:user/bob',
    accessKeyId: 'AKIA1',
  },
  requestParameters: {
    functionName: 'arn:aws:lambda:eu-west-1:111122223333:function:pay:live',
    environment: { variables: { KEY: 'hush' } },
  },
}
const entry = (record: unknown, more: object = {}) => ({
  EventId: 'e-1',
  EventTime: 1793527200,
  EventName: 'X',
  CloudTrailEvent: typeof record === 'string' ? record : JSON.stringify(record),
  ...more,
})

describe('readTrailRecord', () => {
  it('reads who, what, with what and on what, and masks secrets', () => {
    const record = readTrailRecord(entry(RECORD), PLACE)
    expect(record).toMatchObject({
      eventId: 'e-1',
      eventTime: new Date('2026-11-01T10:00:00Z'),
      eventName: 'UpdateFunctionConfiguration',
      rawEventName: 'UpdateFunctionConfiguration20150331v2',
      readOnly: false,
      actorType: 'user',
      actorName: 'bob',
      sessionKey: 'AKIA1',
      tool: 'cli',
      functionName: 'pay',
      errorCode: 'AccessDenied',
      resources: ['pay'],
      source: 'lookup',
    })
    expect(JSON.stringify(record)).not.toContain('hush')
  })

  it('masks secrets wherever a text of the caller is kept', () => {
    const secret = `ghp_${'a1'.repeat(18)}`
    const signed = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${'s'.repeat(20)}`
    const record = readTrailRecord(
      entry(
        {
          ...RECORD,
          errorMessage: `bad token ${signed}`,
          userAgent: `curl ${secret}`,
          errorCode: secret,
          sourceIPAddress: secret,
          userIdentity: { ...RECORD.userIdentity, invokedBy: secret },
        },
        { Resources: [{ ResourceName: secret, ResourceType: 'x' }] },
      ),
      PLACE,
    )
    const masked = '***'
    expect(record).toMatchObject({ errorMessage: masked, userAgent: masked, sourceIp: masked })
    expect(JSON.stringify(record)).not.toMatch(/ghp_|eyJ/)
  })

  it.each(['not json', '[]', 'null', ''])('keeps an event whose record is %j', (text) => {
    const record = readTrailRecord(
      entry(text, { EventSource: 'lambda.amazonaws.com', ReadOnly: 'true', Username: 'ann' }),
      PLACE,
    )
    expect(record).toMatchObject({
      eventId: 'e-1',
      eventName: 'X',
      readOnly: true,
      actorName: 'ann',
      region: 'eu-west-1',
      raw: { unreadable: true },
    })
  })

  it.each([
    ['id', { ...entry('{}'), EventId: null }],
    ['time', { ...entry('{}'), EventTime: 'soon' }],
  ])('has no record of an event without %s', (_, broken) => {
    expect(readTrailRecord(broken, PLACE)).toBeUndefined()
  })

  it.each([
    [{ functionName: 'pay' }, 'pay'],
    [{ functionName: '111122223333:function:pay' }, 'pay'],
    [{ resource: 'arn:aws:lambda:eu-west-1:111122223333:function:pay' }, 'pay'],
    [{ resource: 'arn:aws:lambda:eu-west-1:111122223333:layer:l' }, null],
    [{ functionName: 5 }, null],
    [null, null],
  ])('finds the function in %j', (requestParameters, expected) => {
    const record = readTrailRecord(entry({ ...RECORD, requestParameters }), PLACE)
    expect(record?.functionName).toBe(expected)
  })

  it.each(['+275760-09-13T00:00:00Z', '-000044-03-15T00:00:00Z', 'never'])(
    'takes the envelope’s time where the record says %s, which the store could not keep',
    (eventTime) => {
      const record = { ...RECORD, eventTime }
      expect(readTrailRecord(entry(record), PLACE)?.eventTime).toEqual(new Date(1793527200_000))
      expect(readTrailRecord(entry(record, { EventTime: eventTime }), PLACE)).toBeUndefined()
    },
  )

  it('makes a record of any JSON and never throws', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom(...Object.keys(RECORD)), fc.jsonValue()),
        (any, some) => {
          expect(readTrailRecord(entry({ ...some, eventTime: undefined }), PLACE)?.eventId).toBe('e-1')
          readTrailRecord(entry(any), PLACE)
          readTrailRecord(asObject(any), PLACE)
        },
      ),
    )
  })
})

const DATA = new URL('../../../../shared/data/cloudtrail/', import.meta.url)
const FILES = ['techniques.jsonl', 'api_samples.jsonl', 'rule_tests.jsonl', 'eventbridge_samples.jsonl']
const hasData = FILES.every((file) => existsSync(new URL(file, DATA)))

describe.skipIf(!hasData)(
  `public CloudTrail records${hasData ? '' : ' (skipped: not on this machine)'}`,
  () => {
    const records = !hasData
      ? []
      : FILES.flatMap((file) =>
          readFileSync(new URL(file, DATA), 'utf8')
            .split('\n')
            .filter(Boolean)
            .flatMap((line) => {
              const { events, event } = asObject(parseJson(line))
              return [...asArray(events), asObject(event).detail ?? event].filter((one) => one !== undefined)
            }),
        ).map((raw) => ({
          raw: asObject(raw),
          read: readTrailRecord(
            { EventId: 'x', EventTime: 1, CloudTrailEvent: JSON.stringify(raw) },
            { accountId: String(asObject(raw).recipientAccountId), region: 'r' },
          ),
        }))

    it('are all read, each with a plain event name', () => {
      expect(records.length).toBeGreaterThan(500)
      for (const { read } of records) {
        expect(read).toBeDefined()
        expect(read?.eventName).not.toMatch(/\d{8}(v\d)?$/)
      }
    })

    it('have an actor and a tool, but for a few', () => {
      const identified = records.filter(({ raw }) => asObject(raw.userIdentity).arn)
      const unnamed = identified.filter(({ read }) => read?.actorName === 'unknown')
      expect(unnamed.length / identified.length).toBeLessThan(0.02)
    })

    it('hold no secret access key once masked', () => {
      for (const { read } of records)
        expect(JSON.stringify(read?.raw)).not.toMatch(
          /"secretAccessKey":"(?!\*\*\*)|"sessionToken":"(?!\*\*\*)/,
        )
    })
  },
)
