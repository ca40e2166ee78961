import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties } from '#server/checks/remedy.ts'
import { shellWord } from '#server/domain/text.ts'
import { madeForPlatform, pass, unknown, whyUnseen } from './verdicts.ts'

export const ownerMissing = defineCheck({
  id: 'owner-missing',
  title: 'Nobody is named as owner',
  group: 'governance',
  kind: 'function',
  severity: 'low',
  severityNote: 'Medium where the function is marked as critical or high.',
  why: 'When it breaks or is attacked nobody knows whom to call, and no one decides whether it may go.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html',
    'https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html',
  ],
  needs: ['functions'],
  elsewhere: [],
  risks: ['ungoverned-assets'],
  evaluate: (record, around) => {
    const made = madeForPlatform(record)
    if (made) return made
    const labels = around.labels(record.arn)
    if (labels.state !== 'known') return unknown(`Its labels: ${whyUnseen(labels)}.`)
    const { owner, criticality } = labels.value
    if (owner) return pass({ label: 'Owner', value: owner })
    if (record.tags.state === 'denied' || record.tags.state === 'failed')
      return unknown(`Tags may name an owner: ${whyUnseen(record.tags)}.`)
    return {
      state: 'fail',
      severity: criticality === 'critical' || criticality === 'high' ? 'medium' : 'low',
      summary: 'No tag, label or account names its owner.',
      evidence: [
        { label: 'Owner', value: 'none' },
        { label: 'Criticality', value: criticality ?? 'not set' },
      ],
    }
  },
  remediate: (record) => ({
    text: 'Set the owner on the page of the function here, or a tag such as owner in its template: the team, not a person.',
    cli: `read -r owner && aws lambda tag-resource --region ${shellWord(record.region)} --resource ${shellWord(record.arn)} --tags "owner=$owner"`,
    cloudformation: properties('AWS::Lambda::Function', {
      Tags: [{ Key: 'owner', Value: code('!Ref Owner') }],
    }),
    terraform: argumentsOf('aws_lambda_function', { tags: { owner: code('var.owner') } }),
  }),
})
