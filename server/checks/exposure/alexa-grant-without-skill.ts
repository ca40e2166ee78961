import { defineCheck } from '#server/checks/define-check.ts'
import { OUTSIDER } from '#server/domain/reach/representative-callers.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { permissionTemplates } from './permission-remedy.ts'
import { isAlexa } from './service-deputies.ts'
import { serviceGrants } from './service-grants.ts'
import { notApplicable, pass, unknown } from './verdicts.ts'

function evaluate(record: FunctionRecord): Verdict {
  const { grants, unseen } = serviceGrants(record)
  const alexa = grants.filter(({ service }) => isAlexa(service))
  const open = alexa.filter((grant) => grant.admits(null, OUTSIDER) === 'yes')
  if (open.length > 0) {
    return {
      state: 'fail',
      severity: 'medium',
      summary: `Every Alexa skill in the world may invoke it: the grant to ${open[0]?.service} names no skill.`,
      evidence: open.map(({ sid, quote }) => ({ label: `Statement ${sid ?? 'without id'}`, value: quote })),
    }
  }
  if (unseen[0]) return unknown(`Its grants to Alexa cannot be told: ${unseen[0]}.`)
  if (alexa.length === 0) return notApplicable('No policy of it lets Alexa in.')
  return pass(...alexa.map(({ sid, quote }) => ({ label: `Statement ${sid ?? 'without id'}`, value: quote })))
}

/** Source: Alexa Skills Kit, "Host a Custom Skill as an AWS Lambda Function": the skill's id as event source token. */
export const alexaGrantWithoutSkill = defineCheck({
  id: 'alexa-grant-without-skill',
  title: 'Grant to Alexa does not name its skill',
  group: 'exposure',
  kind: 'function',
  severity: 'medium',
  severityNote: null,
  why: 'Alexa calls for skills of everybody. Without the skill’s id as event source token, anybody’s skill that knows the function’s ARN can run it.',
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html'],
  needs: ['functions'],
  elsewhere: ['cfn_nag F45'],
  risks: ['broken-authentication', 'event-data-injection'],
  evaluate,
  remediate: (record) => {
    const found = serviceGrants(record).grants.find((one) => isAlexa(one.service))
    return {
      text: 'Grant Alexa again with the id of the skill as event source token, then remove the statement without one.',
      cli: null,
      ...permissionTemplates(record, found?.qualifier ?? null, {
        principal: found?.service ?? 'alexa-appkit.amazon.com',
        token: 'amzn1.ask.skill.ID',
      }),
    }
  },
})
