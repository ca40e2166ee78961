import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('access-analyzer')

export const accessAnalyzerDeleted = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'access-analyzer-deleted',
  title: 'Access Analyzer deleted or made to overlook',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'The analyzer tells which functions, buckets and roles outsiders can reach. Without it a door that is left open is found by those who look for one.',
  sources: ['access-analyzer.amazonaws.com'],
  names: ['DeleteAnalyzer', 'CreateArchiveRule', 'ApplyArchiveRule'],
  techniques: ['T1562.001'],
  falsePositives: 'Analyzers of one account that are replaced by one of the organisation.',
  response: [ASK_ACTOR, step('See which analyzers are left.', 'aws accessanalyzer list-analyzers')],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html'],
  needs: ['trail-events'],
  elsewhere: ['Chronicle aws_iam_access_analyzer_deleted', 'EastTimor ct-disruption-access-analyzer'],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [example('the analyzer is deleted', call('DeleteAnalyzer', { analyzerName: 'account' }))],
    quiet: [
      example(
        'the call is denied',
        call('DeleteAnalyzer', { analyzerName: 'account' }, { error: 'AccessDeniedException' }),
      ),
      example('an analyzer is made', call('CreateAnalyzer', { analyzerName: 'account' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = nameAtEnd(textOf(record, 'analyzerName') ?? textOf(record, 'analyzerArn') ?? 'an analyzer')
    return actMatch(record, {
      of: target,
      title: `Access Analyzer ${target} ${record.eventName === 'DeleteAnalyzer' ? 'deleted' : 'made to overlook something'} by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
