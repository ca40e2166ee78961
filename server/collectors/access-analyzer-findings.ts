import { ListFindingsCommand, ListFindingsV2Command } from '@aws-sdk/client-accessanalyzer'
import type { Paging } from '#server/aws/paginate.ts'
import { asText } from '#server/domain/json.ts'
import { defineFindings } from './define-findings.ts'
import { FINDING_OPERATIONS } from './finding-operations.ts'
import { readAnalyzerFinding } from './read-analyzer-finding.ts'
import { readEach } from './read-each.ts'
import { type Analyzer, readAnalyzers } from './read-safeguard.ts'
import { SAFEGUARD_OPERATIONS } from './safeguard-operations.ts'

const { analyzerFindings, otherAnalyzerFindings } = FINDING_OPERATIONS

const RESOURCE_TYPES = [
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::IAM::Role',
  'AWS::SQS::Queue',
]

/** What the region's analyzers say: access from outside, access inside, access that nobody uses. */
export const accessAnalyzerFindings = defineFindings({
  id: 'access-analyzer-findings',
  title: 'Access Analyzer findings',
  source: 'access-analyzer',
  changedBy: ['access-analyzer.amazonaws.com'],
  operations: [analyzerFindings, otherAnalyzerFindings, SAFEGUARD_OPERATIONS.listAnalyzers],
  async *read(context, roleArns) {
    const analyzers = await readAnalyzers(context)
    if (analyzers.state !== 'known') return { complete: analyzers.state === 'absent' }
    let complete = true
    for (const analyzer of analyzers.value.filter(({ status }) => status === 'ACTIVE')) {
      const end = yield* readEach(context, pagingOf(analyzer), (item) =>
        asText(item.resourceOwnerAccount) === context.account.id
          ? readAnalyzerFinding(analyzer, item, roleArns)
          : undefined,
      )
      complete = complete && (end.complete || end.failure?.state === 'not-found')
    }
    return { complete }
  },
})

/** Analyzers of access from outside tell more by the first version of the operation: who, what, and whether anybody. */
function pagingOf({ arn: analyzerArn, type }: Analyzer): Paging {
  const filter = { status: { eq: ['ACTIVE'] }, resourceType: { eq: RESOURCE_TYPES } }
  const input = (nextToken: string | undefined) => ({ analyzerArn, filter, nextToken, maxResults: 100 })
  const page = { items: 'findings', token: 'nextToken', options: { resource: analyzerArn } }
  return type === 'ACCOUNT' || type === 'ORGANIZATION'
    ? { ...page, operation: analyzerFindings, command: (token) => new ListFindingsCommand(input(token)) }
    : {
        ...page,
        operation: otherAnalyzerFindings,
        command: (token) => new ListFindingsV2Command(input(token)),
      }
}
