import { absent, type Field, known, mapField } from '#server/domain/field.ts'
import { asObject, isObject } from '#server/domain/json.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import { recordHome } from '#server/scan/template/home.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { readEnvironment, readMetadataSecrets } from './environment.ts'
import { functionPolicies } from './function-policies.ts'
import { readInvokeConfig, readUrl } from './function-sides.ts'
import {
  asCount,
  listIn,
  notYet,
  type Properties,
  plainText,
  readCount,
  readIn,
  readTags,
  readText,
  readTexts,
  textIn,
} from './readers.ts'
import type { Mapped, Stack } from './stack.ts'

/** Functions with their permissions, URLs, aliases, versions and settings of asynchronous invocation. */
export function mapFunctions(stack: Stack): Mapped[] {
  const policies = functionPolicies(stack)
  const sides = (type: string, property: string) =>
    Map.groupBy(stack.of(type), ({ properties }) => stack.functionNamed(properties[property])?.arn ?? '')
  const urls = sides('AWS::Lambda::Url', 'TargetFunctionArn')
  const configs = sides('AWS::Lambda::EventInvokeConfig', 'FunctionName')
  const aliases = sides('AWS::Lambda::Alias', 'FunctionName')
  const versions = sides('AWS::Lambda::Version', 'FunctionName')
  return stack.of('AWS::Lambda::Function').map((of) => {
    const own = <T>(map: Map<string, T[]>) => map.get(of.arn) ?? []
    const also = [...own(urls), ...own(configs), ...own(aliases), ...policies.permissions(of.arn)]
    const record: FunctionRecord = {
      kind: 'function',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.name,
      ...readConfiguration(of.properties),
      ...policies.of(of.arn),
      provisionedConcurrency: provisioned([...own(aliases), ...own(versions)]),
      urls: listed(own(urls).map((url) => readUrl(url, stack))),
      eventInvokeConfigs: listed(own(configs).map(readInvokeConfig)),
      aliases: listed(
        own(aliases).map(({ name, properties }) => ({
          name,
          functionVersion: textIn(properties.FunctionVersion),
          routing: routingOf(properties),
        })),
      ),
      versions: listed(own(versions).map(({ name }) => ({ version: name }))),
    }
    return { record, of, also }
  })
}

const listed = <T>(list: T[]): Field<T[]> => (list.length === 0 ? absent() : known(list))

function readConfiguration(from: Properties) {
  const code = asObject(from.Code)
  const packageType =
    from.PackageType === undefined && code.ImageUri !== undefined
      ? 'Image'
      : (plainText(from.PackageType) ?? 'Zip')
  return {
    description: mapField(readText(from, 'Description'), (text) => withoutSecrets('description', text)),
    runtime: readText(from, 'Runtime'),
    packageType: known(packageType),
    handler: readText(from, 'Handler'),
    architectures: readTexts(from, 'Architectures', ['x86_64']),
    memoryMb: readCount(from, 'MemorySize', 128),
    ephemeralStorageMb: isObject(from.EphemeralStorage)
      ? readCount(from.EphemeralStorage, 'Size', 512)
      : readCount(from, 'EphemeralStorage', 512),
    timeoutSeconds: readCount(from, 'Timeout', 3),
    codeSha256: notYet<string>(),
    codeSizeBytes: notYet<number>(),
    lastModifiedAt: notYet<string>(),
    revisionId: notYet<string>(),
    state: notYet<string>(),
    stateReason: absent<string>(),
    lastUpdateStatus: notYet<string>(),
    roleArn: readText(from, 'Role'),
    layers: readTexts(from, 'Layers'),
    environment: readEnvironment(from),
    vpc: readVpc(from),
    deadLetterTargetArn: readIn(from, 'DeadLetterConfig', (config) => readText(config, 'TargetArn')),
    tracingMode: readIn(from, 'TracingConfig', (config) => readText(config, 'Mode')),
    kmsKeyArn: readText(from, 'KmsKeyArn'),
    snapStart: readIn(from, 'SnapStart', (config) => readText(config, 'ApplyOn')),
    fileSystems: readFileSystems(from),
    imageUri: readText(code, 'ImageUri'),
    signingProfileVersionArn: from.CodeSigningConfigArn === undefined ? absent<string>() : notYet<string>(),
    logGroup: readIn(from, 'LoggingConfig', (config) => readText(config, 'LogGroup')),
    logFormat: withDefault(
      readIn(from, 'LoggingConfig', (config) => readText(config, 'LogFormat')),
      'Text',
    ),
    applicationLogLevel: readIn(from, 'LoggingConfig', (config) => readText(config, 'ApplicationLogLevel')),
    systemLogLevel: readIn(from, 'LoggingConfig', (config) => readText(config, 'SystemLogLevel')),
    runtimeVersionArn: notYet<string>(),
    tags: readTags(from),
    metadataSecrets: readMetadataSecrets(from),
    reservedConcurrency: readCount(from, 'ReservedConcurrentExecutions'),
    recursiveLoop: readText(from, 'RecursiveLoop', 'Terminate'),
  }
}

const withDefault = (field: Field<string>, value: string): Field<string> =>
  field.state === 'absent' ? known(value) : field

function readVpc(from: Properties): FunctionRecord['vpc'] {
  return readIn<{ vpcId: string; subnetIds: string[]; securityGroupIds: string[] }>(
    from,
    'VpcConfig',
    (config) => {
      const ids = (name: string) => listIn(config[name]).map(textIn)
      const subnetIds = ids('SubnetIds')
      const securityGroupIds = ids('SecurityGroupIds')
      if (subnetIds.length === 0 && securityGroupIds.length === 0) return absent()
      // The VPC is that of the subnets, which a template seldom says.
      return known({ vpcId: '', subnetIds, securityGroupIds })
    },
  )
}

function readFileSystems(from: Properties): Field<string[]> {
  if (from.FileSystemConfigs === undefined) return absent()
  return Array.isArray(from.FileSystemConfigs)
    ? known(from.FileSystemConfigs.map((item) => textIn(asObject(item).Arn)))
    : notYet()
}

function provisioned(qualifiers: TemplateResource[]): FunctionRecord['provisionedConcurrency'] {
  const found = qualifiers.flatMap(({ name, properties }) => {
    const requested = asCount(
      asObject(properties.ProvisionedConcurrencyConfig).ProvisionedConcurrentExecutions,
    )
    return requested === undefined ? [] : [{ qualifier: name, requested }]
  })
  return listed(found)
}

function routingOf(properties: Properties): Record<string, number> {
  const weights = listIn(asObject(properties.RoutingConfig).AdditionalVersionWeights).map(asObject)
  return Object.fromEntries(
    weights.map(({ FunctionVersion: version, FunctionWeight: weight }) => [
      textIn(version),
      asCount(weight) ?? 0,
    ]),
  )
}
