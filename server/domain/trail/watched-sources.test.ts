import { expect, it } from 'vitest'
import { isKept } from './watched-sources.ts'

type Given = Parameters<typeof isKept>[0]

const read = (service: string, eventName: string, more: Partial<Given> = {}): Given => ({
  readOnly: true,
  errorCode: null,
  category: 'management',
  eventSource: `${service}.amazonaws.com`,
  eventName,
  ...more,
})

it.each<[boolean, string, Given]>([
  [true, 'reads of what functions are', read('lambda', 'GetFunction')],
  [true, 'reads of who may do what', read('iam', 'ListRoles')],
  [true, 'reads of networks that functions reach', read('ec2', 'DescribeVpcEndpoints')],
  [true, 'reads of who looks into networks', read('ec2', 'DescribeFlowLogs')],
  [false, 'reads of machines', read('ec2', 'DescribeInstances')],
  [false, 'reads of services apart', read('rekognition', 'ListCollections')],
  [true, 'reads that were refused', read('rekognition', 'ListCollections', { errorCode: 'AccessDenied' })],
  [true, 'writes of any service', read('rekognition', 'CreateCollection', { readOnly: false })],
  [true, 'what does not say whether it writes', read('rekognition', 'DoThings', { readOnly: null })],
  [true, 'data events, which somebody chose', read('rekognition', 'Look', { category: 'data' })],
])('keeps (%s): %s', (kept, _what, record) => {
  expect(isKept(record)).toBe(kept)
})
