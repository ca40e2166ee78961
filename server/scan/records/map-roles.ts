import { absent, type Field, known } from '#server/domain/field.ts'
import { asObject } from '#server/domain/json.ts'
import type { NamedPolicy, RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import { managedPolicyDocument } from '#server/scan/sam/managed-policies.ts'
import { globalHome } from '#server/scan/template/home.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { isUnknownText } from '#server/scan/template/unknown.ts'
import { identityPolicies, resourcePolicy } from './policies.ts'
import { listIn, notYet, plainText, readTags, textIn } from './readers.ts'
import type { Mapped, Stack } from './stack.ts'

const listed = (list: NamedPolicy[]): Field<NamedPolicy[]> => (list.length === 0 ? absent() : known(list))

/** A managed policy by its ARN: one of the template, one of AWS's that is written down here, or one not known. */
function managed(arn: string, stack: Stack): NamedPolicy[] {
  const own = stack.withArn('AWS::IAM::ManagedPolicy', arn)
  const name = arn.split('/').pop() ?? arn
  if (own) return identityPolicies(own.name, own.properties.PolicyDocument, arn)
  const document = managedPolicyDocument(arn)
  return document ? identityPolicies(name, document, arn) : [{ name, arn, document: notYet() }]
}

/** Policies written in resources of their own, and attachments that name the principal. */
function elsewhere({ name, id }: TemplateResource, of: 'Roles' | 'Users', stack: Stack) {
  const single = of === 'Roles' ? 'RoleName' : 'UserName'
  const names = [name, id]
  const inline = [
    ...stack.naming('AWS::IAM::Policy', of, names),
    ...stack.naming(of === 'Roles' ? 'AWS::IAM::RolePolicy' : 'AWS::IAM::UserPolicy', single, names),
  ]
  return { inline, attached: stack.naming('AWS::IAM::ManagedPolicy', of, names) }
}

function policiesOf(resource: TemplateResource, of: 'Roles' | 'Users', stack: Stack) {
  const { properties } = resource
  const more = elsewhere(resource, of, stack)
  const inline = [
    ...listIn(properties.Policies).map((policy) => ({
      name: textIn(asObject(policy).PolicyName),
      document: asObject(policy).PolicyDocument,
    })),
    ...more.inline.map((policy) => ({
      name: plainText(policy.properties.PolicyName) ?? policy.id,
      document: policy.properties.PolicyDocument,
    })),
  ]
  const arns = [...listIn(properties.ManagedPolicyArns).map(textIn), ...more.attached.map(({ arn }) => arn)]
  return {
    inlinePolicies: isUnknownText(properties.Policies)
      ? notYet<NamedPolicy[]>()
      : listed(inline.flatMap(({ name, document }) => identityPolicies(name, document))),
    attachedPolicies: isUnknownText(properties.ManagedPolicyArns)
      ? notYet<NamedPolicy[]>()
      : listed([...new Set(arns)].flatMap((arn) => managed(arn, stack))),
    also: [...more.inline, ...more.attached],
  }
}

function boundaryOf(properties: Record<string, unknown>, stack: Stack): Field<NamedPolicy> {
  if (properties.PermissionsBoundary === undefined) return absent()
  const [policy, ...more] = managed(textIn(properties.PermissionsBoundary), stack)
  return policy && more.length === 0 ? known(policy) : notYet()
}

export function mapRoles(stack: Stack): Mapped[] {
  return stack.of('AWS::IAM::Role').map((of) => {
    const { also, ...policies } = policiesOf(of, 'Roles', stack)
    const record: RoleRecord = {
      kind: 'role',
      ...globalHome(stack.home),
      arn: of.arn,
      name: of.name,
      path: plainText(of.properties.Path) ?? '/',
      roleId: '',
      createdAt: notYet(),
      trustPolicy: resourcePolicy(of.properties.AssumeRolePolicyDocument),
      ...policies,
      permissionsBoundary: boundaryOf(of.properties, stack),
      lastUsedAt: notYet(),
      lastUsedRegion: notYet(),
      tags: readTags(of.properties),
    }
    return { record, of, also }
  })
}

export function mapUsers(stack: Stack): Mapped[] {
  return stack.of('AWS::IAM::User').map((of) => {
    const { also, ...policies } = policiesOf(of, 'Users', stack)
    const record: UserRecord = {
      kind: 'user',
      ...globalHome(stack.home),
      arn: of.arn,
      name: of.name,
      path: plainText(of.properties.Path) ?? '/',
      userId: '',
      createdAt: notYet(),
      ...policies,
      groups: of.properties.Groups === undefined ? absent() : notYet(),
      permissionsBoundary: boundaryOf(of.properties, stack),
      tags: readTags(of.properties),
    }
    return { record, of, also }
  })
}
