import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import type { ApiStage } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { faultyStages, judgeStages } from './stage-judgement.ts'

const fault = ({ secrets }: ApiStage) => (secrets === undefined ? undefined : secrets.length > 0)

/** Source: API Gateway Developer Guide, "Use stage variables": not for credentials. */
export const apiStageSecrets = defineCheck({
  id: 'api-stage-secrets',
  title: 'Secret in an API’s stage variables',
  group: 'front-doors',
  kind: 'api',
  severity: 'high',
  severityNote: 'Medium where a detector holds a value for a secret by its name and form alone.',
  alerts: true,
  why: 'Everybody who may read the API’s settings reads its stage variables, and so do exports, templates and logs.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html'],
  needs: ['apis'],
  elsewhere: ['Prowler apigateway_restapi_no_secrets_in_stage_variables'],
  risks: ['insecure-secrets'],
  alertTitle: (record) => `Secret in stage variables of API ${record.name}`,
  evaluate: (record) =>
    judgeStages(record, {
      protocols: ['REST', 'HTTP', 'WEBSOCKET'],
      otherwise: 'Not an API with stages.',
      severity: (stages) =>
        stages.some(({ secrets }) => secrets?.some(({ confidence }) => confidence === 'certain'))
          ? 'high'
          : 'medium',
      fault,
      says: 'has a secret among its variables',
      shown: ({ secrets }) =>
        (secrets ?? [])
          .map(({ where, detector, confidence }) => `${where}: ${detector}, ${confidence}`)
          .join('; ') || 'No secret found',
    }),
  remediate: (record) => {
    const isRest = record.protocol === 'REST'
    const commands = faultyStages(record, fault).flatMap((stage) =>
      (stage.secrets ?? []).map(({ where }) =>
        isRest
          ? `aws apigateway update-stage ${regionOf(record)} --rest-api-id ${shellWord(record.apiId)} --stage-name ${shellWord(stage.name)} --patch-operations ${shellWord(`op=remove,path=/variables/${where}`)}`
          : null,
      ),
    )
    return {
      text: 'Change the secret, as many have been able to read it. Put the new one into Secrets Manager and have the function read it there; then remove the variable and deploy.',
      cli: commands.filter((command) => command !== null).join('\n') || null,
      cloudformation: null,
      terraform: null,
    }
  },
})
