import { absent, type Field, known } from '#server/domain/field.ts'
import { asArray, asObject } from '#server/domain/json.ts'
import type { CodeSigningConfigRecord } from '#server/domain/records/code-signing-config-record.ts'
import type { GraphqlApiRecord } from '#server/domain/records/graphql-api-record.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'
import type { LayerRecord } from '#server/domain/records/layer-record.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import type { UserPoolRecord } from '#server/domain/records/user-pool-record.ts'
import type { WebAclRecord, WebAclRule } from '#server/domain/records/web-acl-record.ts'
import { withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import { globalHome, recordHome } from '#server/scan/template/home.ts'
import { isUnknownText } from '#server/scan/template/unknown.ts'
import { secretsOf } from './environment.ts'
import { resourcePolicy } from './policies.ts'
import {
  asCount,
  asFlag,
  listIn,
  notYet,
  type Properties,
  plainText,
  readCount,
  readFlag,
  readIn,
  readTags,
  readText,
  textIn,
} from './readers.ts'
import type { Mapped, Stack } from './stack.ts'
import { webAclOf } from './web-acl-of.ts'

export function mapLogGroups(stack: Stack): Mapped[] {
  return stack.of('AWS::Logs::LogGroup').map((of) => {
    const record: LogGroupRecord = {
      kind: 'log-group',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.name,
      retentionDays: readCount(of.properties, 'RetentionInDays'),
      kmsKeyArn: readText(of.properties, 'KmsKeyId'),
      storedBytes: notYet(),
      createdAt: notYet(),
    }
    return { record, of }
  })
}

export function mapKmsKeys(stack: Stack): Mapped[] {
  return stack.of('AWS::KMS::Key', 'AWS::KMS::ReplicaKey').map((of) => {
    const from = of.properties
    const enabled = asFlag(from.Enabled ?? true)
    const record: KmsKeyRecord = {
      kind: 'kms-key',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.name,
      state: enabled === undefined ? notYet() : known(enabled ? 'Enabled' : 'Disabled'),
      manager: known('CUSTOMER'),
      keySpec: readText(from, 'KeySpec', 'SYMMETRIC_DEFAULT'),
      origin: readText(from, 'Origin', 'AWS_KMS'),
      rotates: readFlag(from, 'EnableKeyRotation', false),
      policy: from.KeyPolicy === undefined ? absent() : resourcePolicy(from.KeyPolicy),
      deletionAt: absent(),
    }
    return { record, of }
  })
}

export function mapLayers(stack: Stack): Mapped[] {
  return stack.of('AWS::Lambda::LayerVersion').map((of) => {
    const from = of.properties
    const permissions = stack.naming('AWS::Lambda::LayerVersionPermission', 'LayerVersionArn', [of.arn])
    const Statement = permissions.map(({ id, properties: one }) => ({
      Sid: id,
      Effect: 'Allow',
      Principal: one.Principal === '*' ? '*' : { AWS: accountPrincipal(one.Principal) },
      Action: one.Action ?? 'lambda:GetLayerVersion',
      Resource: of.arn,
      ...(one.OrganizationId === undefined
        ? {}
        : { Condition: { StringEquals: { 'aws:PrincipalOrgID': textIn(one.OrganizationId) } } }),
    }))
    const record: LayerRecord = {
      kind: 'layer',
      ...recordHome(stack.home),
      arn: of.arn.replace(/:1$/, ''),
      name: of.name,
      versions: known([
        {
          version: 1,
          arn: of.arn,
          policy: Statement.length === 0 ? absent() : resourcePolicy({ Version: '2012-10-17', Statement }),
          compatibleRuntimes: listIn(from.CompatibleRuntimes).map(textIn),
          ...(plainText(from.Description) === undefined
            ? {}
            : { description: withoutSecrets('description', plainText(from.Description) ?? '') }),
        },
      ]),
      secrets: known(secretsOf({ Description: from.Description })),
    }
    return { record, of, also: permissions }
  })
}

const accountPrincipal = (value: unknown) => {
  const text = typeof value === 'string' ? value : String(value)
  return /^\d{12}$/.test(text) ? `arn:aws:iam::${text}:root` : text
}

export function mapCodeSigning(stack: Stack): Mapped[] {
  return stack.of('AWS::Lambda::CodeSigningConfig').map((of) => {
    const record: CodeSigningConfigRecord = {
      kind: 'code-signing-config',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.id,
      untrustedArtifacts: readIn(of.properties, 'CodeSigningPolicies', (one) =>
        readText(one, 'UntrustedArtifactOnDeployment', 'Warn'),
      ),
      signingProfileVersionArns: known(
        listIn(asObject(of.properties.AllowedPublishers).SigningProfileVersionArns).map(textIn),
      ),
      functionArns: known(
        stack.naming('AWS::Lambda::Function', 'CodeSigningConfigArn', [of.arn]).map(({ arn }) => arn),
      ),
    }
    return { record, of }
  })
}

export function mapRepositories(stack: Stack): Mapped[] {
  return stack.of('AWS::ECR::Repository').map((of) => {
    const from = of.properties
    const { accountId, region } = stack.home
    const record: ImageRepositoryRecord = {
      kind: 'image-repository',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.name,
      uri: `${accountId}.dkr.ecr.${region}.amazonaws.com/${of.name}`,
      scanOnPush: readFlag(asObject(from.ImageScanningConfiguration), 'ScanOnPush', false),
      registryScanning: notYet(),
      tagMutability: readText(from, 'ImageTagMutability', 'MUTABLE'),
      policy: from.RepositoryPolicyText === undefined ? absent() : resourcePolicy(from.RepositoryPolicyText),
    }
    return { record, of }
  })
}

export function mapUserPools(stack: Stack): Mapped[] {
  return stack.of('AWS::Cognito::UserPool').map((of) => {
    const from = of.properties
    const events = stack.naming('Scan::Cognito::Trigger', 'UserPool', [of.name])
    const own = Object.entries(asObject(from.LambdaConfig)).flatMap(([trigger, value]) => {
      const functionArn = textIn(typeof value === 'string' ? value : asObject(value).LambdaArn)
      return functionArn && trigger !== 'KMSKeyID' ? [{ trigger, functionArn }] : []
    })
    const triggers = [
      ...own,
      ...events.flatMap(({ properties: one }) =>
        listIn(one.Trigger).map((trigger) => ({
          trigger: textIn(trigger),
          functionArn: textIn(one.Function),
        })),
      ),
    ]
    const adminOnly = asFlag(asObject(from.AdminCreateUserConfig).AllowAdminCreateUserOnly ?? false)
    const record: UserPoolRecord = {
      kind: 'user-pool',
      ...recordHome(stack.home),
      arn: of.arn,
      name: plainText(from.UserPoolName) ?? of.id,
      poolId: of.name,
      triggers: isUnknownText(from.LambdaConfig) ? notYet() : known(triggers),
      selfSignUp: adminOnly === undefined ? notYet() : known(!adminOnly),
    }
    return { record, of, also: events }
  })
}

export function mapGraphqlApis(stack: Stack): Mapped[] {
  return stack.of('AWS::AppSync::GraphQLApi').flatMap((of) => {
    const from = of.properties
    const sources = stack.naming('AWS::AppSync::DataSource', 'ApiId', [of.id])
    const providers = [from, ...asArray(from.AdditionalAuthenticationProviders).map(asObject)]
    const authorizers = providers.map((one) => textIn(asObject(one.LambdaAuthorizerConfig).AuthorizerUri))
    const functions = [
      ...sources.map(({ properties }) => textIn(asObject(properties.LambdaConfig).LambdaFunctionArn)),
      ...authorizers,
    ].filter((arn) => arn !== '')
    if (functions.length === 0) return []
    const acl = webAclOf(stack, of.arn).webAclArn
    const types = providers.map((one) => one.AuthenticationType)
    const record: GraphqlApiRecord = {
      kind: 'graphql-api',
      ...recordHome(stack.home),
      arn: of.arn,
      name: plainText(from.Name) ?? of.id,
      apiId: of.id,
      authentications: types.some(isUnknownText) ? notYet() : known(types.map(textIn)),
      visibility: readText(from, 'Visibility', 'GLOBAL'),
      webAclArn: acl ? known(acl) : absent(),
      fieldLogLevel: readIn(from, 'LogConfig', (config) => readText(config, 'FieldLogLevel')),
      tracing: readFlag(from, 'XrayEnabled', false),
      functionArns: known([...new Set(functions)]),
      tags: readTags(from),
    }
    return [{ record, of, also: sources }]
  })
}

export function mapWebAcls(stack: Stack): Mapped[] {
  return stack.of('AWS::WAFv2::WebACL').map((of) => {
    const from = of.properties
    const isGlobal = from.Scope === 'CLOUDFRONT'
    const associations = stack.naming('AWS::WAFv2::WebACLAssociation', 'WebACLArn', [of.arn])
    const record: WebAclRecord = {
      kind: 'web-acl',
      ...(isGlobal ? globalHome(stack.home) : recordHome(stack.home)),
      arn: of.arn,
      name: of.name,
      scope: isGlobal ? 'CLOUDFRONT' : 'REGIONAL',
      defaultAction: actionOf(asObject(from.DefaultAction)),
      rules: isUnknownText(from.Rules)
        ? notYet()
        : known(listIn(from.Rules).map((rule) => readRule(asObject(rule)))),
      resources: known(
        associations.map(({ properties }) => textIn(properties.ResourceArn).replace('::/', '::/')),
      ),
    }
    return { record, of, also: associations }
  })
}

function actionOf(action: Properties): Field<string> {
  const [name] = Object.keys(action)
  return name === undefined ? notYet() : known(name.toUpperCase())
}

function readRule(from: Properties): WebAclRule {
  const statement = asObject(from.Statement)
  const rate = asObject(statement.RateBasedStatement)
  const limit = asCount(rate.Limit)
  const [action] = Object.keys(asObject(from.Action))
  const [override] = Object.keys(asObject(from.OverrideAction))
  return {
    name: textIn(from.Name),
    priority: asCount(from.Priority) ?? 0,
    type: statement.ManagedRuleGroupStatement
      ? 'managed'
      : statement.RateBasedStatement
        ? 'rate-based'
        : statement.RuleGroupReferenceStatement
          ? 'group'
          : 'own',
    action: (action ?? (override === 'Count' ? 'COUNT' : 'NONE')).toUpperCase(),
    ...(limit === undefined ? {} : { rateLimit: limit }),
  }
}
