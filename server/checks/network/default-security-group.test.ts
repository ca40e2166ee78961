import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { VpcRecord } from '#server/domain/records/vpc-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { functionInVpc } from '#server/testing/function-in-vpc.ts'
import { makeVpc } from '#server/testing/records/posture-records.ts'
import { defaultSecurityGroup } from './default-security-group.ts'

const group = (name: string, id = 'sg-1'): Partial<VpcRecord> => ({
  securityGroups: known([{ id, name, ingress: [], egress: [] }]),
})

describe('default-security-group', () => {
  it.each<[string, string, Partial<VpcRecord>, Partial<FunctionRecord>?]>([
    ['fail', 'the default group', group('default')],
    ['pass', 'a group of its own', group('default-orders')],
    ['unknown', 'a group that was not found', group('default', 'sg-2')],
    ['unknown', 'hidden groups', { securityGroups: denied('ec2:DescribeSecurityGroups') }],
    ['not applicable', 'no VPC', {}, { vpc: absent() }],
  ])('says %s of %s', (state, _what, vpc, values) => {
    const fn = functionInVpc(values)
    expect(defaultSecurityGroup.evaluate(fn, estateOf([fn, makeVpc(vpc)])).state).toBe(state)
  })
})
