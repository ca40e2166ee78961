import type { FunctionSpec } from '#demo/estate/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import { watchOf } from '#demo/estate/watch/watch.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { matchReads } from '#demo/protocol/rest-routes.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'

const bucket = { name: 'inspector2', perSecond: 5 }
const bad = () => new AwsError('ValidationException', 400, 'The input is invalid.')

export const matchInspector = matchReads([
  ['BatchGetAccountStatus', '/status/batch/get', 'POST'],
  ['ListFindings', '/findings/list', 'POST'],
])

function accountStatus(call: Call): unknown {
  const { inspector } = watchOf(partitionOf(call))
  const state = (isOn: boolean) => ({
    status: isOn ? 'ENABLED' : 'DISABLED',
    errorCode: 'NONE',
    errorMessage: '',
  })
  const resourceState = {
    ec2: state(false),
    ecr: state(inspector),
    lambda: state(inspector),
    lambdaCode: state(false),
    codeRepository: state(false),
  }
  return {
    accounts: [{ accountId: call.account.id, state: state(inspector), resourceState }],
    failedAccounts: [],
  }
}

function listFindings(call: Call): unknown {
  const watch = watchOf(partitionOf(call))
  if (!watch.inspector)
    throw new AwsError(
      'AccessDeniedException',
      403,
      'Invoking account does not have access to list findings.',
    )
  const size = boundedInt(call.input.maxResults, 100, 1, 100, bad)
  const { items, token } = page(call, watch.vulnerable, call.input.nextToken || undefined, size, bad)
  return { findings: items.map((fn, i) => finding(call, fn, i)), nextToken: token }
}

/** By the kind of runtime: id, package, its version, what mends it, how bad. */
const KNOWN: Record<string, readonly [string, string, string, string, string]> = {
  python: ['CVE-2018-18074', 'requests', '2.19.0', '2.20.0', 'HIGH'],
  java: ['CVE-2021-44228', 'org.apache.logging.log4j:log4j-core', '2.14.1', '2.15.0', 'CRITICAL'],
  nodejs: ['CVE-2021-23337', 'lodash', '4.17.20', '4.17.21', 'HIGH'],
}

function finding(call: Call, fn: FunctionSpec, i: number) {
  const runtime = /^[a-z]+/.exec(fn.runtime ?? '')?.[0] ?? ''
  const [id, name, version, fixedInVersion, severity] = KNOWN[runtime] ?? KNOWN.nodejs ?? ['', '', '', '', '']
  const at = (days: number) => new Date(call.world.now() - days * 86_400_000)
  return {
    findingArn: `arn:aws:inspector2:${call.region}:${call.account.id}:finding/${hexFrom(32, fn.arn, id)}`,
    awsAccountId: call.account.id,
    type: 'PACKAGE_VULNERABILITY',
    title: `${id} - ${name}`,
    description: `A flaw in ${name} before ${fixedInVersion}.`,
    remediation: { recommendation: { text: 'None Provided' } },
    severity,
    status: 'ACTIVE',
    firstObservedAt: at(12),
    lastObservedAt: at(0.2),
    updatedAt: at(0.2),
    fixAvailable: 'YES',
    exploitAvailable: i === 0 ? 'YES' : 'NO',
    ...(i === 0 ? { exploitabilityDetails: { lastKnownExploitAt: at(3) } } : {}),
    resources: [
      {
        type: 'AWS_LAMBDA_FUNCTION',
        id: `${fn.arn}:$LATEST`,
        partition: 'aws',
        region: call.region,
        tags: {},
      },
    ],
    packageVulnerabilityDetails: {
      vulnerabilityId: id,
      source: 'NVD',
      sourceUrl: `https://nvd.nist.gov/vuln/detail/${id}`,
      vulnerablePackages: [
        { name, version, fixedInVersion, packageManager: 'GENERIC', filePath: 'package.json' },
      ],
    },
    ...(call.hostile ? { futureMember: null } : {}),
  }
}

export const inspectorOperations: Record<string, Operation> = {
  BatchGetAccountStatus: { bucket, run: accountStatus },
  ListFindings: { bucket, run: listFindings },
}
