import { expect, it } from 'vitest'
import { accountOfRole, oddRegions, regionsOf, trustPolicy } from './trust-policy.ts'

it('lets in only the watching account with the external id', () => {
  expect(JSON.parse(trustPolicy('111122223333', 'x-1', 'aws-cn'))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws-cn:iam::111122223333:root' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } },
      },
    ],
  })
})

it.each([
  ['arn:aws:iam::222222222222:role/SightlineRead', '222222222222'],
  ['arn:aws:iam::222222222222:role/path/SightlineRead ', '222222222222'],
  ['arn:aws:iam::222222222222:user/bob', null],
  ['arn:aws:iam::22:role/x', null],
  ['SightlineRead', null],
])('%s', (arn, account) => expect(accountOfRole(arn)).toBe(account))

it('reads regions however they are separated', () => {
  expect(regionsOf(' eu-west-1, us-east-1;eu-west-1\nap-south-1 ')).toEqual([
    'eu-west-1',
    'us-east-1',
    'ap-south-1',
  ])
})

it('finds what is no region', () => {
  expect(oddRegions(['eu-west-1', 'us-gov-east-1', 'nowhere', 'EU-WEST-1', 'eu-west'])).toEqual([
    'nowhere',
    'EU-WEST-1',
    'eu-west',
  ])
})
