import { defineCheck } from '#server/checks/define-check.ts'
import { properties, regionOf } from '#server/checks/remedy.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { openUrls, stateOfUrl } from './open-urls.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

function evaluate(record: FunctionRecord): Verdict {
  const hidden = whyUnseen('Function URLs', record.urls)
  if (hidden) return unknown(hidden)
  const urls = openUrls(record).map((one) => ({ ...one, state: stateOfUrl(one) }))
  if (urls.length === 0) return notApplicable('It has no URL with AuthType NONE.')
  const evidence = urls.map(({ url, state }) => ({
    label: url.url,
    value:
      state === 'dead'
        ? 'AuthType NONE, but the resource policy lets nobody call it'
        : `AuthType NONE, ${state}`,
  }))
  const dead = urls.find(({ state }) => state === 'dead')
  if (dead) {
    return {
      state: 'fail',
      severity: 'low',
      summary:
        'Its URL asks for no authentication and refuses each request: one statement is all that keeps it shut.',
      evidence,
      since: dead.url.lastModifiedAt ?? dead.url.createdAt,
    }
  }
  if (urls.some(({ state }) => state === 'unknown'))
    return unknown('The URL needs no authentication, but the resource policy that decides could not be read.')
  return pass(...evidence)
}

/** Source: Lambda Developer Guide, "Control access to Lambda function URLs". */
export const urlWithoutGrant = defineCheck({
  id: 'url-without-grant',
  title: 'Open function URL that nobody may call',
  group: 'exposure',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'A URL with AuthType NONE that refuses everybody is broken or half removed. Whoever adds one statement, by mistake or on purpose, puts the function on the internet.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['insecure-deployment-configuration', 'ungoverned-assets'],
  evaluate,
  remediate: (record) => {
    const dead = openUrls(record).filter((one) => stateOfUrl(one) === 'dead')
    const commands = dead.map(({ url }) => {
      const at = url.qualifier ? ` --qualifier ${shellWord(url.qualifier)}` : ''
      return `aws lambda delete-function-url-config ${regionOf(record)} --function-name ${shellWord(record.name)}${at}`
    })
    return {
      text: 'Delete the URL where nobody uses it, or have it ask for IAM authentication. A URL that is deleted does not come back under the same address.',
      cli: commands.join('\n') || null,
      cloudformation: properties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' }),
      terraform: null,
    }
  },
})
