import { expect, it } from 'vitest'
import { reachOf } from './reach.tsx'

it.each([
  ['NONE', null, 'anyone'],
  ['none', true, 'anyone'],
  ['none', null, 'unknown'],
  ['unknown', false, 'unknown'],
  ['AWS_IAM', false, 'iam'],
  ['none', false, 'closed'],
] as const)('URL %s and public policy %s is %s', (urlAuth, publicPolicy, reach) =>
  expect(reachOf({ urlAuth, publicPolicy })).toBe(reach),
)
