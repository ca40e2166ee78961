import type { Operation } from '#server/aws/operation.ts'

function read(name: string, hides: string): Operation {
  return {
    service: 'elasticloadbalancing',
    name,
    permission: `elasticloadbalancing:${name}`,
    costUsd: 0,
    hides,
  }
}

export const LOAD_BALANCER_OPERATIONS = {
  targetGroups: read('DescribeTargetGroups', 'load balancers that lead to functions'),
  targetHealth: read('DescribeTargetHealth', 'which function a load balancer leads to'),
  loadBalancers: read('DescribeLoadBalancers', 'whether a load balancer is open to the internet'),
  listeners: read('DescribeListeners', 'on which ports a load balancer takes requests for functions'),
  rules: read(
    'DescribeRules',
    'which requests a load balancer sends to functions, and whether callers sign in',
  ),
  tags: read('DescribeTags', 'tags of load balancers'),
  webAcl: {
    service: 'wafv2',
    name: 'GetWebACLForResource',
    permission: 'wafv2:GetWebACLForResource',
    costUsd: 0,
    hides: 'which firewall stands before a load balancer',
  },
} as const satisfies Record<string, Operation>
