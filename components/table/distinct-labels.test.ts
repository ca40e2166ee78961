import { expect, it } from 'vitest'
import { distinctLabels } from './distinct-labels.ts'

it('tells the same name in two accounts apart and leaves the rest', () => {
  const entries = [
    { value: 'arn:aws:iam::111122223333:user/bob', label: 'bob' },
    { value: 'arn:aws:iam::222222222222:user/bob', label: 'bob' },
    { value: 'AWS', label: 'bob' },
    { value: 'arn:aws:iam::111122223333:user/eve', label: 'eve' },
  ]
  expect(distinctLabels(entries).map((one) => one.label)).toEqual([
    'bob · 111122223333',
    'bob · 222222222222',
    'bob · AWS',
    'eve',
  ])
})
