import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Listener, LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** Listeners with a rule that forwards to functions: one that only redirects has none. */
function forwarding(record: LoadBalancerRecord): Listener[] {
  return (valueOr(record.listeners, []) ?? []).filter(({ rules }) =>
    rules.some(({ targetGroupArns }) => targetGroupArns.length > 0),
  )
}

function evaluate(record: LoadBalancerRecord): Verdict {
  const hidden = whyUnseen('Its listeners', record.listeners)
  if (hidden) return unknown(hidden)
  const listeners = forwarding(record)
  if (listeners.length === 0) return notApplicable('No listener forwards to a function.')
  const plain = listeners.filter(({ protocol }) => protocol === 'HTTP')
  const evidence = listeners.map(({ protocol, port, rules }) => ({
    label: `${protocol}:${port}`,
    value: `${rules.filter(({ targetGroupArns }) => targetGroupArns.length > 0).length} rules forward to functions`,
  }))
  if (plain.length === 0) return pass(...evidence)
  const isInternal = valueOr<string>(record.scheme, '') === 'internal'
  const groups = new Set(
    plain.flatMap(({ rules }) => rules.flatMap(({ targetGroupArns }) => targetGroupArns)),
  )
  return {
    state: 'fail',
    severity: isInternal ? 'low' : 'medium',
    summary: `Load balancer ${record.name} hands plain HTTP of port ${plain.map(({ port }) => port).join(', ')} on to functions.`,
    evidence,
    affects: (valueOr(record.targets, []) ?? [])
      .filter(({ targetGroupArn }) => groups.has(targetGroupArn))
      .map(({ functionArn }) => functionArn.split(':').slice(0, 7).join(':')),
  }
}

/** Source: Elastic Load Balancing user guide, "Listeners for your Application Load Balancers". */
export const loadBalancerPlainHttp = defineCheck({
  id: 'load-balancer-plain-http',
  title: 'Load balancer forwards plain HTTP to a function',
  group: 'front-doors',
  kind: 'load-balancer',
  severity: 'medium',
  severityNote: 'Low where the load balancer is internal.',
  why: 'Whoever is on the way reads and changes requests and answers: tokens, cookies and personal data.',
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html',
  ],
  needs: ['load-balancers'],
  elsewhere: [
    'Prowler elbv2_insecure_ssl_ciphers',
    'Security Hub ELB.1',
    'AWS Config alb-http-to-https-redirection-check',
    'Checkov CKV_AWS_2',
  ],
  risks: ['insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => {
    const commands = forwarding(record)
      .filter(({ protocol }) => protocol === 'HTTP')
      .map(
        ({ arn }) =>
          `aws elbv2 modify-listener ${regionOf(record)} --listener-arn ${shellWord(arn)} --default-actions ${shellWord('Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}')}`,
      )
    return {
      text: 'Make an HTTPS listener with the same rules, then have the HTTP listener redirect to it; rules of its own that forward have to be deleted besides.',
      cli: commands.join('\n') || null,
      cloudformation: properties('AWS::ElasticLoadBalancingV2::Listener', {
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [
          { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
        ],
      }),
      terraform: null,
    }
  },
})
