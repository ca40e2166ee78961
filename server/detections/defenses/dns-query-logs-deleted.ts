import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('route53resolver')

export const dnsQueryLogsDeleted = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'dns-query-logs-deleted',
  title: 'Log of DNS queries switched off',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Data leaves through DNS where nothing else gets out of a VPC. The log of queries is where it can be seen.',
  sources: ['route53resolver.amazonaws.com'],
  names: ['DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig'],
  techniques: ['T1562.008'],
  falsePositives: 'VPCs that are taken down by hand.',
  response: [
    ASK_ACTOR,
    step('See which logs are left.', 'aws route53resolver list-resolver-query-log-configs'),
  ],
  references: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic defense_evasion_route53_dns_query_resolver_config_deletion',
    'Stratus Red Team aws.defense-evasion.dns-delete-logs',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'the log is deleted',
        call('DeleteResolverQueryLogConfig', { resolverQueryLogConfigId: 'rqlc-1' }),
      ),
    ],
    quiet: [
      example(
        'the call is denied',
        call('DeleteResolverQueryLogConfig', null, { error: 'AccessDeniedException' }),
      ),
      example('a log is made', call('CreateResolverQueryLogConfig')),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = textOf(record, 'resolverQueryLogConfigId') ?? 'a log'
    return actMatch(record, {
      of: target,
      title: `Log of DNS queries ${target} switched off by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
