import type { FunctionSpec } from '#demo/estate/model.ts'
import { uuidFrom } from '#demo/estate/prng.ts'
import { watchOf } from '#demo/estate/watch/watch.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { matchReads } from '#demo/protocol/rest-routes.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'

const bucket = { name: 'securityhub', perSecond: 3 }
const bad = () => new AwsError('InvalidInputException', 400, 'Invalid parameter')

export const matchSecurityHub = matchReads([
  ['DescribeHub', '/accounts'],
  ['GetFindings', '/findings', 'POST'],
])

function hubOf(call: Call) {
  const watch = watchOf(partitionOf(call))
  if (!watch.securityHub)
    throw new AwsError(
      'InvalidAccessException',
      401,
      `Account ${call.account.id} is not subscribed to AWS Security Hub`,
    )
  return watch
}

function describeHub(call: Call): unknown {
  hubOf(call)
  return {
    HubArn: `arn:aws:securityhub:${call.region}:${call.account.id}:hub/default`,
    SubscribedAt: '2024-05-06T07:08:09.000Z',
    AutoEnableControls: true,
    ControlFindingGenerator: 'SECURITY_CONTROL',
  }
}

type Told = {
  fn: FunctionSpec
  control: string
  title: string
  label: string
  status?: string
  product?: string
}

/** Controls that fail, one that passes, one that somebody suppressed, and what GuardDuty told. */
function toldOf(call: Call): Told[] {
  const { open, untracked, vulnerable, attacked } = hubOf(call)
  return [
    ...open.map((fn) => ({
      fn,
      control: 'Lambda.1',
      title: 'Lambda function policies should prohibit public access',
      label: 'CRITICAL',
    })),
    ...untracked.map((fn) => ({
      fn,
      control: 'Lambda.3',
      title: 'Lambda functions should be in a VPC',
      label: 'LOW',
    })),
    ...vulnerable.slice(0, 2).map((fn) => ({
      fn,
      control: 'Lambda.2',
      title: 'Lambda functions should use supported runtimes',
      label: 'MEDIUM',
      status: 'PASSED',
    })),
    ...attacked.map((fn) => ({
      fn,
      control: '',
      title: 'A function is calling an address on a threat list.',
      label: 'HIGH',
      product: 'GuardDuty',
    })),
  ]
}

function finding(call: Call, { fn, control, title, label, status = 'FAILED', product }: Told) {
  const at = (hours: number) => new Date(call.world.now() - hours * 3_600_000).toISOString()
  const id = uuidFrom(fn.arn, control)
  const service = product === undefined ? 'securityhub' : 'guardduty'
  const own = `arn:aws:securityhub:${call.region}:${call.account.id}:security-control/${control}/finding/${id}`
  return {
    SchemaVersion: '2018-10-08',
    Id:
      product === undefined
        ? own
        : `arn:aws:guardduty:${call.region}:${call.account.id}:detector/x/finding/${id}`,
    ProductArn: `arn:aws:securityhub:${call.region}::product/aws/${service}`,
    ProductName: product ?? 'Security Hub',
    CompanyName: 'AWS',
    Region: call.region,
    GeneratorId:
      product === undefined
        ? `security-control/${control}`
        : `arn:aws:guardduty:${call.region}:${call.account.id}:detector/x`,
    AwsAccountId: call.account.id,
    Types:
      product === undefined
        ? ['Software and Configuration Checks/Industry and Regulatory Standards']
        : ['TTPs/Command and Control/UnauthorizedAccess:Lambda-MaliciousIPCaller.Custom'],
    FirstObservedAt: at(200),
    LastObservedAt: at(4),
    CreatedAt: at(200),
    UpdatedAt: at(4),
    Severity: { Label: label, Normalized: 0 },
    Title: title,
    Description: `${title}: ${fn.name}.`,
    Remediation: {
      Recommendation: {
        Text: 'See the documentation.',
        Url: `https://docs.aws.amazon.com/console/securityhub/${control}/remediation`,
      },
    },
    Resources: [{ Type: 'AwsLambdaFunction', Id: fn.arn, Partition: 'aws', Region: call.region }],
    ...(product === undefined ? { Compliance: { Status: status, SecurityControlId: control } } : {}),
    Workflow: { Status: status === 'PASSED' ? 'RESOLVED' : 'NEW' },
    RecordState: 'ACTIVE',
    ...(call.hostile ? { FutureMember: { '<b>': null } } : {}),
  }
}

function getFindings(call: Call): unknown {
  const size = boundedInt(call.input.MaxResults, 10, 1, 100, bad)
  const { items, token } = page(call, toldOf(call), call.input.NextToken || undefined, size, bad)
  return { Findings: items.map((told) => finding(call, told)), NextToken: token }
}

export const securityHubOperations: Record<string, Operation> = {
  DescribeHub: { bucket, run: describeHub },
  GetFindings: { bucket, run: getFindings },
}
