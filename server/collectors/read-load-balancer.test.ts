import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asArray, asObject } from '#server/domain/json.ts'
import { readListener, readLoadBalancer, readTagDescriptions, readTargets } from './read-load-balancer.ts'

const GROUPS = new Set(['g'])
const rule = (Condition: object, Action: object = { Type: 'forward', TargetGroupArn: 'g' }) =>
  readListener({ Port: 443 }, [{ Priority: '1', Conditions: [Condition], Actions: [Action].flat() }], GROUPS)
    .rules[0]

it.each([
  [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/a', '/b'] } }, 'path /a, /b'],
  [{ Field: 'path-pattern', PathPatternConfig: {}, RegexValues: ['^/x$'] }, 'path ^/x$'],
  [{ Field: 'host-header', Values: ['x.example'] }, 'host x.example'],
  [{ Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } }, 'method GET'],
  [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } }, 'source 10.0.0.0/8'],
  [
    { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Key', Values: ['secret'] } },
    'header X-Key',
  ],
  [{ Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'key', Value: 'secret' }] } }, 'query key'],
])('%j is told as %s', (condition, words) => {
  expect(rule(condition)?.conditions).toEqual([words])
})

it.each([
  ['authenticate-oidc', true],
  ['authenticate-cognito', true],
  ['jwt-validation', true],
  ['redirect', false],
])('a %s action before the forward authenticates: %s', (Type, authenticates) => {
  expect(rule({}, [{ Type }, { Type: 'forward', TargetGroupArn: 'g' }])?.authenticates).toBe(authenticates)
})

it('clients that must show a certificate are authenticated', () => {
  const rules = [{ Priority: 'default', Actions: [{ Type: 'forward', TargetGroupArn: 'g' }] }]
  expect(readListener({ MutualAuthentication: { Mode: 'verify' } }, rules, GROUPS).rules).toMatchObject([
    { authenticates: true },
  ])
})

it('keeps the rules that lead to functions, the default one last', () => {
  const forward = (Priority: string, groups: object[]) => ({
    Priority,
    Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }],
  })
  const rules = [
    forward('default', [{ TargetGroupArn: 'g', Weight: 1 }]),
    forward('10', [{ TargetGroupArn: 'g' }, { TargetGroupArn: 'instances' }]),
    forward('2', [{ TargetGroupArn: 'g', Weight: 0 }]),
    forward('3', [{ TargetGroupArn: 'instances' }]),
  ]
  const { rules: kept } = readListener({}, rules, GROUPS)
  expect(kept.map(({ priority }) => priority)).toEqual(['10', 'default'])
  expect(kept[0]?.targetGroupArns).toEqual(['g'])
})

it('any JSON is read as something', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(readListener(value, asArray(value), GROUPS).rules).toEqual([])
      expect(readLoadBalancer(asObject(value)).dnsName).toBeTypeOf('string')
      readListener({}, [{ Conditions: [value], Actions: value }], GROUPS)
      readTargets('g', asArray(value))
      readTagDescriptions(asArray(value))
    }),
  )
})
