import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DetectionEngine } from '#server/detections/engine/detection-engine.ts'
import { MemoryState } from '#server/detections/engine/memory-state.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import { readSigma } from './load-sigma.ts'

const read = (text: string) => readSigma({ files: [{ file: 'a.yml', text }], problems: [] })

const MODIFIERS =
  'contains startswith endswith all cased exists neq fieldref cidr re i m s lt lte gt gte base64 base64offset wide utf16 utf16be windash minute hour week year toString'
const field = fc.constantFrom(
  'eventName',
  'eventSource',
  'eventTime',
  'userIdentity.arn',
  'requestParameters',
  'requestParameters.a.b',
  'sourceIPAddress',
  'constructor',
  '__proto__',
  '',
)
const modifier = fc.constantFrom(...MODIFIERS.split(' '))
const modifiers = fc.oneof(
  { weight: 6, arbitrary: fc.array(modifier, { maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(modifier, { maxLength: 3 }) },
)
const key = fc.tuple(field, modifiers).map(([name, rest]) => [name, ...rest].join('|'))
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    '*',
    'a*b?',
    '\\*',
    'Invoke',
    '10.0.0.0/8',
    '^a(b|c)+$',
    'eventName',
    9,
    true,
    null,
  ),
  fc.string({ maxLength: 6 }),
  fc.jsonValue({ maxDepth: 1 }),
)
const map = fc.dictionary(key, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), {
  minKeys: 1,
  maxKeys: 2,
})
const condition = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'a',
      'not a',
      'a and b',
      'a or not (a and b)',
      '1 of them',
      'all of a*',
      'a | count() > 5',
    ),
  },
  fc
    .array(fc.constantFrom('a', 'b', 'and', 'or', 'not', '(', ')', 'of', '1', 'them', '|'), { maxLength: 8 })
    .map((words) => words.join(' ')),
)
const rule = fc.record({
  a: fc.oneof(map, fc.array(map, { minLength: 1, maxLength: 2 }), fc.array(scalar, { maxLength: 2 })),
  b: map,
  condition,
})
const record = fc.record({
  eventID: fc.constant('1'),
  eventTime: fc.constant('2026-11-20T09:00:00Z'),
  eventName: fc.constantFrom('Invoke', 'GetFunction20150331v2'),
  eventSource: fc.constant('lambda.amazonaws.com'),
  sourceIPAddress: fc.oneof(fc.constant('10.1.2.3'), fc.jsonValue()),
  userIdentity: fc.oneof(fc.jsonValue(), fc.record({ arn: fc.jsonValue() })),
  requestParameters: fc.oneof(fc.jsonValue(), fc.record({ a: fc.jsonValue(), 'a.b': fc.jsonValue() })),
})

it('are read or refused with a reason, and fail on no record', () => {
  let loaded = 0
  fc.assert(
    fc.property(rule, record, (detection, raw) => {
      const text = JSON.stringify({
        title: 'x',
        logsource: { product: 'aws', service: 'cloudtrail' },
        detection,
      })
      const { detections, problems } = read(text)
      expect(detections.length + problems.length).toBe(1)
      expect(problems.every(({ text: why }) => why !== 'It cannot be read.' && !why.includes('tried'))).toBe(
        true,
      )
      loaded += detections.length
      const one = readRawRecord(raw, { accountId: '111122223333', region: 'eu-west-1' })
      if (!one) return
      const { failures } = new DetectionEngine({ detections }).run([one], NO_CONTEXT, new MemoryState())
      expect(failures).toEqual([])
    }),
    { numRuns: 1000 },
  )
  expect(loaded).toBeGreaterThan(50)
})

it.each([
  ['text of any kind', fc.string({ maxLength: 200 })],
  ['YAML of any kind', fc.jsonValue().map((value) => JSON.stringify(value))],
])('survive %s', (_, texts) => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(read(text).detections).toEqual([])
    }),
  )
})

it('survive what is nested without an end', () => {
  expect(read('['.repeat(50_000)).problems.length).toBeGreaterThan(0)
  const deep = `title: x\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: X }\n  condition: ${'('.repeat(2000)}a`
  expect(read(deep).problems).toMatchObject([{ text: 'it is nested too deeply.' }])
})
