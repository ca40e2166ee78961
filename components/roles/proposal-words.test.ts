import { expect, test } from 'vitest'
import { blindByReason } from './proposal-words.ts'

test('services that cannot be seen for one reason stand together', () => {
  expect(
    blindByReason([
      { service: 'dax', why: 'CloudTrail records no such calls of dax' },
      { service: 'sqs', why: 'CloudTrail data events of sqs are not recorded here' },
      { service: 'es', why: 'CloudTrail records no such calls of es' },
    ]),
  ).toEqual([
    { why: 'CloudTrail records no such calls', services: ['dax', 'es'] },
    { why: 'CloudTrail data events are not recorded here', services: ['sqs'] },
  ])
})
