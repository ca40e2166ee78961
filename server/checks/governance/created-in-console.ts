import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'
import { deploymentTag } from './deployment-tool.ts'
import { madeForPlatform, pass, unknown, whyUnseen } from './verdicts.ts'

/** The console names the role that it makes along with a function `name-role-8 characters`, and tags its blueprints. */
function consoleSign(record: FunctionRecord): Evidence | undefined {
  const role = record.roleArn.state === 'known' ? record.roleArn.value : ''
  const name = role.split(':role/service-role/')[1] ?? ''
  const blueprint = valueOr(record.tags, {})?.['lambda-console:blueprint']
  if (blueprint !== undefined) return { label: 'Tag lambda-console:blueprint', value: blueprint }
  return name.startsWith(`${record.name}-role-`) && /^[a-z0-9]{8}$/.test(name.slice(record.name.length + 6))
    ? { label: 'Execution role', value: role }
    : undefined
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const made = madeForPlatform(record)
  if (made) return made
  const origin = around.origin(record.arn)
  const created = origin.state === 'known' ? origin.value.created : null
  const tag = deploymentTag(record)
  if (created && created.tool !== 'unknown') {
    const evidence = [
      { label: 'Created', value: `${created.at} by ${created.actor}` },
      { label: 'With', value: created.tool },
      { label: 'Event', value: created.eventId },
      ...(tag ? [tag] : []),
    ]
    if (created.tool !== 'console') return pass(...evidence)
    const summary = `${created.actor} created it in the console.`
    return { state: 'fail', severity: tag ? 'low' : 'medium', summary, evidence, since: created.at }
  }
  if (tag) return pass(tag)
  const sign = consoleSign(record)
  if (sign)
    return {
      state: 'fail',
      severity: 'low',
      summary: `It bears the mark of the console: ${sign.label.toLowerCase()}.`,
      evidence: [sign],
    }
  return unknown(
    `How it was created: ${origin.state === 'known' ? 'the event is older than those that are stored' : whyUnseen(origin)}.`,
  )
}

export const createdInConsole = defineCheck({
  id: 'created-in-console',
  title: 'Function created in the console',
  group: 'governance',
  kind: 'function',
  severity: 'medium',
  severityNote: 'Low where a deployment tool has taken it over, or where only its role or a tag tells.',
  why: 'What was made by hand went through no review and stands in no repository: nobody can say what it should be, or build it again.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/foundation-iac.html',
    'https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/welcome.html',
  ],
  needs: ['functions', 'trail-events'],
  elsewhere: ['puresec lambda_function_created_in_console'],
  risks: ['ungoverned-assets', 'out-of-band-deployment'],
  evaluate,
  remediate: (record) => ({
    text: `Write ${record.name} down as a template, import it there and deploy it from its pipeline. Delete it if it was an experiment.`,
    cli: null,
    cloudformation: null,
    terraform: [
      'import {',
      '  to = aws_lambda_function.this',
      `  id = ${JSON.stringify(record.name).replaceAll('${', '$${').replaceAll('%{', '%%{')}`,
      '}',
    ].join('\n'),
  }),
})
