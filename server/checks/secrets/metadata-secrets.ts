import { defineCheck } from '#server/checks/define-check.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { inWords, replaceSecret } from './secret-remedy.ts'
import { notApplicable, pass, places, secretEvidence, unknown, unseen } from './verdicts.ts'

function evaluate({ metadataSecrets, description, tags }: FunctionRecord): Verdict {
  if (metadataSecrets?.state === 'known' && metadataSecrets.value.length > 0) {
    const found = metadataSecrets.value
    return {
      state: 'fail',
      severity: found.some(({ confidence }) => confidence === 'certain') ? 'high' : 'medium',
      summary: `A secret stands in what describes the function: ${places(found)}.`,
      evidence: secretEvidence(found),
    }
  }
  if (description.state === 'absent' && tags.state === 'absent')
    return notApplicable('The function has neither a description nor tags.')
  const hidden = unseen('Description and tags', metadataSecrets)
  if (hidden) return hidden
  return metadataSecrets?.state === 'known'
    ? pass({ label: 'Looked at', value: 'description and tags' })
    : unknown('Not looked for by the version that stored it.')
}

export const metadataSecrets = defineCheck({
  id: 'metadata-secrets',
  title: 'Secret in a description or tag',
  group: 'secrets',
  kind: 'function',
  severity: 'high',
  severityNote: 'Medium where the name and the look of a value alone speak for it.',
  why: 'Descriptions and tags are never encrypted: everyone who may list functions reads them. Tags go on to bills, inventories and logs as well.',
  references: ['https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['insecure-secrets'],
  evaluate,
  remediate: () => inWords(replaceSecret('the description and the tags')),
})
