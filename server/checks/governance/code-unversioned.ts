import { defineCheck } from '#server/checks/define-check.ts'
import { properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import { shellWord } from '#server/domain/text.ts'
import { madeForPlatform, pass, unknown, whyUnseen } from './verdicts.ts'

export const codeUnversioned = defineCheck({
  id: 'code-unversioned',
  title: 'Code has no published version',
  group: 'governance',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  off: 'Whoever can deploy the last commit again in minutes needs no versions.',
  why: 'Without a version there is nothing to go back to at once, and callers get each change of the code the moment that it is made.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html',
  ],
  needs: ['functions'],
  elsewhere: ['AWS Config LAMBDA_CODE_IS_VERSIONED'],
  risks: ['insecure-deployment-configuration', 'out-of-band-deployment'],
  evaluate: (record) => {
    const made = madeForPlatform(record)
    if (made) return made
    const { versions } = record
    if (versions.state === 'denied' || versions.state === 'failed')
      return unknown(`Its versions: ${whyUnseen(versions)}.`)
    const found = valueOr(versions, []) ?? []
    const current = record.codeSha256.state === 'known' ? record.codeSha256.value : undefined
    if (found.length > 0)
      return pass(
        { label: 'Versions', value: String(found.length) },
        {
          label: 'Code of $LATEST',
          value: found.some(({ codeSha256 }) => codeSha256 === current)
            ? 'is published'
            : 'is not published yet',
        },
      )
    return {
      state: 'fail',
      severity: 'low',
      summary: 'No version of it was ever published: everything runs $LATEST.',
      evidence: [{ label: 'Versions', value: 'none' }],
    }
  },
  remediate: (record) => ({
    text: 'Publish a version on each deployment and let the triggers call an alias. Old versions count towards the code storage of the region.',
    cli: `aws lambda publish-version ${regionOf(record)} --function-name ${shellWord(record.name)}`,
    cloudformation: properties('AWS::Lambda::Version', { FunctionName: record.name }),
    terraform: ['resource "aws_lambda_function" "this" {', '  publish = true', '}'].join('\n'),
  }),
})
