import { GetFindingsCommand } from '@aws-sdk/client-securityhub'
import { defineFindings } from './define-findings.ts'
import { FINDING_OPERATIONS } from './finding-operations.ts'
import { readAsff } from './read-asff.ts'
import { readEach } from './read-each.ts'

const { hubFindings } = FINDING_OPERATIONS

const RESOURCE_TYPES = [
  'AwsLambdaFunction',
  'AwsLambdaLayer',
  'AwsIamRole',
  'AwsApiGatewayRestApi',
  'AwsApiGatewayStage',
  'AwsApiGatewayV2Api',
  'AwsApiGatewayV2Stage',
  'AwsSqsQueue',
]

/** Security Hub's own controls and what other products told it; an account without Security Hub has none. */
export const securityHubFindings = defineFindings({
  id: 'security-hub-findings',
  title: 'Security Hub findings',
  source: 'security-hub',
  changedBy: ['securityhub.amazonaws.com'],
  operations: [hubFindings],
  async *read(context, roleArns) {
    const equals = (...values: string[]) => values.map((Value) => ({ Value, Comparison: 'EQUALS' as const }))
    const Filters = {
      AwsAccountId: equals(context.account.id),
      Region: equals(context.region),
      RecordState: equals('ACTIVE'),
      WorkflowStatus: equals('NEW', 'NOTIFIED'),
      ResourceType: equals(...RESOURCE_TYPES),
    }
    const paging = {
      operation: hubFindings,
      command: (NextToken: string | undefined) =>
        new GetFindingsCommand({ Filters, NextToken, MaxResults: 100 }),
      items: 'Findings',
      token: 'NextToken',
    }
    const end = yield* readEach(context, paging, (item) => readAsff(item, roleArns))
    return { complete: end.complete || end.failure?.state === 'not-found' }
  },
})
