import { known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Subnet } from '#server/domain/records/vpc-record.ts'
import { makeFunctionRecord } from './factories.ts'

/** A function in the subnets and group of `makeVpc()`. */
export function functionInVpc(values: Partial<FunctionRecord> = {}): FunctionRecord {
  const vpc = known({ vpcId: 'vpc-1', subnetIds: ['subnet-a', 'subnet-b'], securityGroupIds: ['sg-1'] })
  return makeFunctionRecord({ vpc, ...values })
}

/** The two subnets of `makeVpc()`, changed. */
export function twoSubnets(first: Partial<Subnet>, second: Partial<Subnet> = first): Subnet[] {
  const plain = { isPublic: false, hasEgress: true }
  return [
    { id: 'subnet-a', availabilityZone: 'eu-west-1a', cidr: '10.0.1.0/24', ...plain, ...first },
    { id: 'subnet-b', availabilityZone: 'eu-west-1b', cidr: '10.0.2.0/24', ...plain, ...second },
  ]
}
