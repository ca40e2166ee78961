import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeLoadBalancer, TARGET_GROUP } from '#server/testing/source-records.ts'
import { loadBalancerPlainHttp } from './load-balancer-plain-http.ts'

const listener = (protocol: string, targetGroupArns: string[]) => ({
  arn: 'l',
  port: protocol === 'HTTP' ? 80 : 443,
  protocol,
  rules: [{ priority: '1', conditions: [], targetGroupArns, authenticates: false }],
})
const HTTPS = listener('HTTPS', [TARGET_GROUP])
const having = (...all: ReturnType<typeof listener>[]): Partial<LoadBalancerRecord> => ({
  listeners: known(all),
})

describe('load-balancer-plain-http', () => {
  it.each<[string, string, Partial<LoadBalancerRecord>, string?]>([
    ['fail', 'a forward of plain HTTP', having(listener('HTTP', [TARGET_GROUP])), 'medium'],
    [
      'fail',
      'the same inside',
      { ...having(listener('HTTP', [TARGET_GROUP])), scheme: known('internal') },
      'low',
    ],
    ['pass', 'HTTPS and a redirect', having(HTTPS, listener('HTTP', []))],
    ['not applicable', 'a redirect alone', having(listener('HTTP', []))],
    [
      'unknown',
      'listeners that were denied',
      { listeners: denied('elasticloadbalancing:DescribeListeners') },
    ],
  ])('says %s of %s', (state, _what, values, severity) => {
    const verdict = judgeRecord(loadBalancerPlainHttp, makeLoadBalancer(values))
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity, affects: [FUNCTION_ARN] })
  })
})
