import { GLOBAL_REGION, type ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { Severity } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import type { VerdictState } from '#server/domain/verdict.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { PostureFinding } from './posture-finding.ts'
import type { ReportContext, ReportWriter } from './report.ts'
import { safeJson } from './safe-json.ts'

/** Where Security Hub keeps findings about what belongs to no region. */
const HOME_OF_GLOBAL = 'us-east-1'

const LABELS: Record<Severity, string> = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
  info: 'INFORMATIONAL',
}
const COMPLIANCE: Record<VerdictState, string> = {
  pass: 'PASSED',
  fail: 'FAILED',
  unknown: 'WARNING',
  'not applicable': 'NOT_AVAILABLE',
}
const TYPES: Partial<Record<ResourceKind, string>> = {
  function: 'AwsLambdaFunction',
  role: 'AwsIamRole',
  user: 'AwsIamUser',
  bucket: 'AwsS3Bucket',
  distribution: 'AwsCloudFrontDistribution',
  layer: 'AwsLambdaLayerVersion',
  'kms-key': 'AwsKmsKey',
  topic: 'AwsSnsTopic',
  vpc: 'AwsEc2Vpc',
  'load-balancer': 'AwsElbv2LoadBalancer',
  'image-repository': 'AwsEcrRepository',
  'state-machine': 'AwsStepFunctionStateMachine',
  'graphql-api': 'AwsAppSyncGraphQLApi',
}

/** Lengths that BatchImportFindings takes. Source: Security Hub API reference, AwsSecurityFinding and Recommendation. */
const cut = (text: string, length: number) => {
  const shown = visibleText(text)
  return shown.length <= length ? shown : `${shown.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

function finding(one: PostureFinding, context: ReportContext, link: string | undefined) {
  const region = one.region === GLOBAL_REGION ? HOME_OF_GLOBAL : one.region
  const partition = one.resourceArn.split(':')[1] || 'aws'
  const at = context.generatedAt.toISOString()
  const evidence = one.evidence.map(({ label, value }) => `${label}: ${value}`).join('; ')
  return {
    SchemaVersion: '2018-10-08',
    Id: `sightline/${one.checkId}/${fingerprintOf(one)}`,
    ProductArn: `arn:${partition}:securityhub:${region}:${one.accountId}:product/${one.accountId}/default`,
    ProductName: 'Sightline',
    CompanyName: 'Sightline',
    GeneratorId: `sightline-${one.checkId}`,
    AwsAccountId: one.accountId,
    Region: region,
    Types: ['Software and Configuration Checks/AWS Security Best Practices'],
    CreatedAt: at,
    UpdatedAt: at,
    Severity: {
      Label: one.status === 'fail' ? LABELS[one.severity] : 'INFORMATIONAL',
      Original: one.severity,
    },
    Title: cut(one.title, 256),
    Description: cut(one.summary || `${one.title}: ${one.status}`, 1024),
    ...(one.remediation
      ? {
          Remediation: {
            Recommendation: { Text: cut(one.remediation.text, 512), ...(link ? { Url: link } : {}) },
          },
        }
      : {}),
    ProductFields: {
      'sightline/checkId': one.checkId,
      'sightline/status': one.status,
      ...(evidence ? { 'sightline/evidence': cut(evidence, 1024) } : {}),
      ...(one.functionArns.length > 0
        ? { 'sightline/functionArns': cut(one.functionArns.join(' '), 1024) }
        : {}),
      ...(one.excepted ? { 'sightline/excepted': cut(one.excepted.reason, 1024) } : {}),
    },
    Resources: [
      {
        Type: TYPES[one.resourceKind] ?? 'Other',
        Id: cut(one.resourceArn, 512),
        Partition: partition,
        Region: region,
      },
    ],
    Compliance: { Status: COMPLIANCE[one.status] },
    Workflow: { Status: one.excepted ? 'SUPPRESSED' : one.status === 'fail' ? 'NEW' : 'RESOLVED' },
    RecordState: 'ACTIVE',
  }
}

/** An array in the AWS Security Finding Format; BatchImportFindings takes a hundred of them at a time. */
export const writeAsff: ReportWriter = function* (findings, context) {
  const links = new Map(
    context.checks.map((check) => [check.id, check.references.find((one) => one.length <= 512)]),
  )
  yield '['
  let separator = '\n'
  for (const one of findings) {
    yield `${separator}${safeJson(finding(one, context, links.get(one.checkId)))}`
    separator = ',\n'
  }
  yield '\n]\n'
}
