import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { replaceSecret } from './secret-remedy.ts'
import { notApplicable, pass, places, secretEvidence, unknown, unseen } from './verdicts.ts'

function evaluate({ filters, secrets }: EventSourceMappingRecord): Verdict {
  if (secrets !== undefined && secrets.length > 0)
    return {
      state: 'fail',
      severity: secrets.some(({ confidence }) => confidence === 'certain') ? 'high' : 'medium',
      summary: `A secret stands in a filter of the mapping: ${places(secrets)}.`,
      evidence: secretEvidence(secrets),
    }
  if (filters.state === 'absent') return notApplicable('The mapping has no filters.')
  const hidden = unseen('Filters', filters)
  if (hidden) return hidden
  return secrets === undefined
    ? unknown('Not looked for by the version that stored it.')
    : pass({ label: 'Looked at', value: 'filter patterns' })
}

export const mappingSecrets = defineCheck({
  id: 'mapping-secrets',
  title: 'Secret in an event filter',
  group: 'secrets',
  kind: 'event-source-mapping',
  severity: 'high',
  severityNote: 'Medium where the name and the look of a value alone speak for it.',
  why: 'Everyone who may list event source mappings reads their filters. A filter that compares with a secret is no protection: whoever fills the queue or stream sees it too.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html'],
  needs: ['event-source-mappings'],
  elsewhere: [],
  risks: ['insecure-secrets'],
  evaluate,
  remediate: (record) => ({
    text: `${replaceSecret('the filter')} Let the function compare instead; until then this removes all filters, so that it is invoked for more events.`,
    cli: `aws lambda update-event-source-mapping ${regionOf(record)} --uuid ${shellWord(record.uuid)} --filter-criteria '{"Filters":[]}'`,
    cloudformation: null,
    terraform: null,
  }),
})
