import { expect, it } from 'vitest'
import { dataEventsOf } from './blindness.ts'

it.each([
  [['s3.amazonaws.com'], ['GetObject'], { names: ['GetObject'], only: true }],
  [['S3.amazonaws.com'], ['getobject'], { names: ['GetObject'], only: true }],
  [['s3.amazonaws.com'], ['GetObject', 'CreateBucket'], { names: ['GetObject'], only: false }],
  [['iam.amazonaws.com'], ['GetObject'], { names: [], only: false }],
])('in %j the names %j are the data events %j', (sources, names, expected) => {
  expect(dataEventsOf({ sources, names })).toEqual(expected)
})
