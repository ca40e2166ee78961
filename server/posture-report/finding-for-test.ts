import { ACCOUNT_ID, NOW, REGION } from '#server/testing/factories.ts'
import type { PostureFinding } from './posture-finding.ts'
import type { ReportContext, ReportWriter } from './report.ts'

export const REPORT: ReportContext = {
  command: 'audit',
  version: '1.2.3',
  generatedAt: new Date(NOW),
  checks: [
    {
      id: 'function-url-public',
      title: 'Function URL open to everyone',
      why: 'Anyone who learns of the URL can call it.',
      severity: 'high',
      group: 'exposure',
      references: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'],
    },
  ],
}

/** A fail of one function; parts can be replaced. For tests. */
export function findingForTest(parts: Partial<PostureFinding> = {}): PostureFinding {
  const resourceArn = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${parts.resourceName ?? 'orders'}`
  return {
    checkId: 'function-url-public',
    title: 'Function URL open to everyone',
    group: 'exposure',
    status: 'fail',
    severity: 'critical',
    resourceArn,
    resourceName: 'orders',
    resourceKind: 'function',
    accountId: ACCOUNT_ID,
    region: REGION,
    functionArns: [resourceArn],
    summary: 'Everyone can call the URL.',
    evidence: [{ label: 'Statement', value: '{"Principal":"*"}' }],
    remediation: { text: 'Ask for IAM.', cli: 'aws lambda …', cloudformation: null, terraform: null },
    ...parts,
  }
}

/** What a writer writes, whole. For tests. */
export const written = (
  writer: ReportWriter,
  findings: PostureFinding[],
  context: Partial<ReportContext> = {},
) => [...writer(findings, { ...REPORT, ...context })].join('')
