import { ListFindingsCommand } from '@aws-sdk/client-inspector2'
import { absent, known } from '#server/domain/field.ts'
import { asArray, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import { defineFindings, type FoundFinding, linkOf, severityOf } from './define-findings.ts'
import { FINDING_OPERATIONS } from './finding-operations.ts'
import { findingSubjects } from './finding-subject.ts'
import { fixedIn } from './read-asff.ts'
import { readEach } from './read-each.ts'
import { readTime } from './read-field.ts'
import { readInspector } from './read-safeguard.ts'
import { SAFEGUARD_OPERATIONS } from './safeguard-operations.ts'

const { inspectorFindings: listFindings } = FINDING_OPERATIONS

/** Inspector's findings about functions: vulnerable packages and code. Where it scans no functions there are none. */
export const inspectorFindings = defineFindings({
  id: 'inspector-findings',
  title: 'Inspector findings',
  source: 'inspector',
  changedBy: ['inspector2.amazonaws.com'],
  operations: [listFindings, SAFEGUARD_OPERATIONS.accountStatus],
  async *read(context, roleArns) {
    const status = await readInspector(context)
    if (status.state === 'known' && !status.value.lambda) return { complete: true }
    const equals = (value: string) => [{ comparison: 'EQUALS' as const, value }]
    const filterCriteria = {
      awsAccountId: equals(context.account.id),
      findingStatus: equals('ACTIVE'),
      resourceType: equals('AWS_LAMBDA_FUNCTION'),
    }
    const paging = {
      operation: listFindings,
      command: (nextToken: string | undefined) =>
        new ListFindingsCommand({ filterCriteria, nextToken, maxResults: 100 }),
      items: 'findings',
      token: 'nextToken',
    }
    const end = yield* readEach(context, paging, (item) => readFinding(item, roleArns))
    return { complete: end.complete }
  },
})

function readFinding(from: JsonObject, roleArns: ReadonlySet<string> | undefined): FoundFinding | undefined {
  const arn = asText(from.findingArn)
  if (arn === undefined || (from.status !== undefined && from.status !== 'ACTIVE')) return undefined
  const details = asObject(from.packageVulnerabilityDetails)
  const code = asObject(from.codeVulnerabilityDetails)
  const packages = asArray(details.vulnerablePackages).map(asObject)
  const resources = asArray(from.resources).map((resource) => asText(asObject(resource).id))
  const layers = packages.map(({ sourceLambdaLayerArn }) => asText(sourceLambdaLayerArn))
  return {
    arn,
    name: asText(from.title) ?? asText(details.vulnerabilityId) ?? arn,
    product: 'Inspector',
    rule: asText(details.vulnerabilityId) ?? asText(code.detectorId) ?? asText(from.type) ?? 'unnamed',
    severity: severityOf(from.severity),
    description: asText(from.description) ?? '',
    resourceArns: findingSubjects([...resources, ...layers], roleArns),
    vulnerability: readVulnerability(from, details, packages),
    firstSeenAt: readTime(from, 'firstObservedAt'),
    lastSeenAt: readTime(from, 'lastObservedAt'),
    url: linkOf(details, 'sourceUrl'),
  }
}

function readVulnerability(
  from: JsonObject,
  details: JsonObject,
  packages: JsonObject[],
): FoundFinding['vulnerability'] {
  const id = asText(details.vulnerabilityId)
  const [first] = packages
  const packageName = asText(first?.name)
  if (id === undefined || packageName === undefined) return absent()
  return known({
    id,
    packageName,
    version: asText(first?.version) ?? '',
    fixedIn: fixedIn(first?.fixedInVersion),
    exploited: asObject(from.exploitabilityDetails).lastKnownExploitAt !== undefined,
  })
}
