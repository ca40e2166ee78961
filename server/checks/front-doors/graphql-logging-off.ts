import { defineCheck } from '#server/checks/define-check.ts'
import { pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { GraphqlApiRecord } from '#server/domain/records/graphql-api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { withoutFunctions } from './graphql-api-key.ts'

function evaluate(record: GraphqlApiRecord): Verdict {
  const none = withoutFunctions(record)
  if (none) return none
  const hidden = whyUnseen('Its logging', record.fieldLogLevel)
  if (hidden) return unknown(hidden)
  const level = record.fieldLogLevel.state === 'known' ? record.fieldLogLevel.value : 'NONE'
  const evidence = [{ label: 'Field log level', value: level }]
  if (level !== 'NONE') return pass(...evidence)
  return {
    state: 'fail',
    severity: 'medium',
    summary: `GraphQL API ${record.name} writes no field logs: who asked for what cannot be told.`,
    evidence,
  }
}

/** Source: AppSync Developer Guide, "Using CloudWatch to monitor and log GraphQL API data". */
export const graphqlLoggingOff = defineCheck({
  id: 'graphql-logging-off',
  title: 'GraphQL API without field logs',
  group: 'front-doors',
  kind: 'graphql-api',
  severity: 'medium',
  severityNote: null,
  why: 'All queries come to one address: without field logs nobody can tell who asked for what, nor which resolver failed.',
  references: ['https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html'],
  needs: ['graphql-apis'],
  elsewhere: [
    'Prowler appsync_field_level_logging_enabled',
    'Security Hub AppSync.2',
    'AWS Config appsync-logging-enabled',
    'Checkov CKV_AWS_193',
    'Checkov CKV_AWS_194',
  ],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: (record) => ({
    text: 'Log errors of fields, with a role by which AppSync writes logs, and leave bodies out. Put the role’s ARN in place of ROLE_ARN.',
    cli: `aws appsync get-graphql-api ${regionOf(record)} --api-id ${shellWord(record.apiId)}`,
    cloudformation: properties('AWS::AppSync::GraphQLApi', {
      LogConfig: { FieldLogLevel: 'ERROR', ExcludeVerboseContent: true, CloudWatchLogsRoleArn: 'ROLE_ARN' },
    }),
    terraform: argumentsOf('aws_appsync_graphql_api', {
      'log_config {}': {
        field_log_level: 'ERROR',
        exclude_verbose_content: true,
        cloudwatch_logs_role_arn: 'ROLE_ARN',
      },
    }),
  }),
})
