import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { FunctionRecord, FunctionUrl } from '#server/domain/records/function-record.ts'
import { type Severity, severityRank } from '#server/domain/severity.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

const ANY_ORIGIN = /^(https?:\/\/)?\*$/i

const isWide = ({ cors }: FunctionUrl) =>
  cors?.allowOrigins.some((origin) => ANY_ORIGIN.test(origin)) === true

/** Browsers send no AWS signature, so a URL that asks for one has little to lose by it. */
function severityOf({ cors, authType }: FunctionUrl): Severity {
  if (cors?.allowCredentials) return 'high'
  return authType === 'AWS_IAM' ? 'low' : 'medium'
}

function evaluate({ urls }: FunctionRecord): Verdict {
  const hidden = whyUnseen('Function URLs', urls)
  if (hidden) return unknown(hidden)
  const withCors = (urls.state === 'known' ? urls.value : []).filter(({ cors }) => cors !== undefined)
  if (withCors.length === 0) return notApplicable('It has no URL with CORS: browsers keep other origins out.')
  const evidence = withCors.map(({ url, cors, authType }) => ({
    label: url,
    value: `AuthType ${authType}, origins ${cors?.allowOrigins.join(', ') || 'none'}, credentials ${cors?.allowCredentials ? 'allowed' : 'not allowed'}`,
  }))
  const wide = withCors.filter(isWide)
  const [worst] = wide.map(severityOf).toSorted((a, b) => severityRank(a) - severityRank(b))
  if (!worst) return pass(...evidence)
  const how = wide.some(({ cors }) => cors?.allowCredentials) ? ', with the visitor’s credentials' : ''
  const since = wide.map((one) => one.lastModifiedAt ?? one.createdAt).find((time) => time !== undefined)
  return {
    state: 'fail',
    severity: worst,
    summary: `Pages of any origin may call its URL from a browser and read the answer${how}.`,
    evidence,
    since,
  }
}

/** Source: Lambda Developer Guide, "Cross-origin resource sharing (CORS)" of function URLs. */
export const urlCorsAnyOrigin = defineCheck({
  id: 'url-cors-any-origin',
  title: 'Function URL answers pages of any origin',
  group: 'exposure',
  kind: 'function',
  severity: 'medium',
  severityNote: 'High where credentials are allowed too; low where the URL asks for IAM authentication.',
  why: 'Any web page that somebody visits can then call the URL from the visitor’s browser and read what it answers.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html'],
  needs: ['functions'],
  elsewhere: [
    'Prowler awslambda_function_url_cors_policy',
    'Checkov CKV2_AWS_75',
    'Powerpipe lambda_function_cors_configuration',
  ],
  risks: ['insecure-deployment-configuration', 'broken-authentication'],
  evaluate,
  remediate: (record) => {
    const { urls } = record
    const wide = (urls.state === 'known' ? urls.value : []).filter(isWide)
    const cli = wide
      .map(({ qualifier }) => {
        const at = qualifier ? ` --qualifier ${shellWord(qualifier)}` : ''
        return `aws lambda update-function-url-config ${regionOf(record)} --function-name ${shellWord(record.name)}${at} --cors AllowOrigins=https://example.com`
      })
      .join('\n')
    return {
      text: 'Name the origins of your own pages in place of https://example.com; the other CORS settings have to be given again with it. Pages of other origins are refused from then on.',
      cli: cli || null,
      cloudformation: properties('AWS::Lambda::Url', { Cors: { AllowOrigins: ['https://example.com'] } }),
      terraform: argumentsOf('aws_lambda_function_url', {
        'cors {}': { allow_origins: ['https://example.com'] },
      }),
    }
  },
})
