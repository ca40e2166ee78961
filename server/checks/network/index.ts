import type { AnyCheck } from '#server/checks/define-check.ts'
import { databaseEndpointDirect } from './database-endpoint-direct.ts'
import { defaultSecurityGroup } from './default-security-group.ts'
import { functionOutsideVpc } from './function-outside-vpc.ts'
import { securityGroupIngress } from './security-group-ingress.ts'
import { securityGroupOpenEgress } from './security-group-open-egress.ts'
import { vpcEndpointsMissing } from './vpc-endpoints-missing.ts'
import { vpcPublicSubnet } from './vpc-public-subnet.ts'
import { vpcSingleZone } from './vpc-single-zone.ts'

export const NETWORK_CHECKS: readonly AnyCheck[] = [
  databaseEndpointDirect,
  defaultSecurityGroup,
  functionOutsideVpc,
  securityGroupIngress,
  securityGroupOpenEgress,
  vpcEndpointsMissing,
  vpcPublicSubnet,
  vpcSingleZone,
]
