import { defineCheck } from '#server/checks/define-check.ts'
import { pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { noFunctionsHere } from './functions-here.ts'

/** Analyzers of unused or internal access do not look for outsiders. */
const EXTERNAL = new Set(['ACCOUNT', 'ORGANIZATION'])

function evaluate(record: SafeguardsRecord, around: Surroundings): Verdict {
  const nothing = noFunctionsHere(record, around)
  if (nothing) return nothing
  const hidden = unseen('Access analyzers', record.accessAnalyzers)
  if (hidden) return unknown(hidden)
  const analyzers = valueOr(record.accessAnalyzers, []) ?? []
  const evidence = analyzers.map(({ name, type, status }) => ({ label: name, value: `${type}, ${status}` }))
  if (analyzers.some(({ type, status }) => EXTERNAL.has(type) && status === 'ACTIVE'))
    return pass(...evidence)
  const summary = `No analyzer of external access is active in ${record.region}.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

/** Analyzers are of one region, so every region with functions needs one. */
export const accessAnalyzerOff = defineCheck({
  id: 'access-analyzer-off',
  title: 'Nothing looks for outside access',
  group: 'logging',
  kind: 'safeguards',
  severity: 'low',
  severityNote: null,
  why: 'IAM Access Analyzer tells within minutes when a policy lets somebody outside in: functions, layers, roles, queues, keys and buckets. It costs nothing.',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html'],
  needs: ['safeguards'],
  elsewhere: ['Prowler accessanalyzer_enabled'],
  risks: ['inadequate-monitoring', 'broken-authentication'],
  evaluate,
  remediate: (record) => ({
    text: 'Create an analyzer of external access in each region that is used, for the organisation where there is one.',
    cli: `aws accessanalyzer create-analyzer ${regionOf(record)} --analyzer-name external-access --type ACCOUNT`,
    cloudformation: properties('AWS::AccessAnalyzer::Analyzer', { Type: 'ACCOUNT' }),
    terraform: argumentsOf('aws_accessanalyzer_analyzer', {
      analyzer_name: 'external-access',
      type: 'ACCOUNT',
    }),
  }),
})
