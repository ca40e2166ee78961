import { z } from 'zod'

export const ROLE_TEMPLATE_FORMATS = ['cloudformation', 'terraform'] as const
export type RoleTemplateFormat = (typeof ROLE_TEMPLATE_FORMATS)[number]

/** Characters that IAM allows in a role's name. Source: IAM API reference, CreateRole. */
export const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, 'not a name that IAM takes for a role')

export type RoleTemplate = {
  /** The account whose Sightline may assume the role; the reader's to fill in where it is not known. */
  trustedAccountId: string | null
  roleName: string
  /** Sorted IAM actions. */
  actions: string[]
}

const ACCOUNT = /^\d{12}$/

function cloudFormation({ trustedAccountId, roleName: name, actions }: RoleTemplate): string {
  const account = trustedAccountId && ACCOUNT.test(trustedAccountId) ? trustedAccountId : null
  return `AWSTemplateFormatVersion: '2010-09-09'
Description: The role by which Sightline reads this account. It can change nothing.
Parameters:
  SightlineAccountId:
    Type: String
    AllowedPattern: '^[0-9]{12}$'
    Description: The account that Sightline runs in${account ? `\n    Default: '${account}'` : ''}
  ExternalId:
    Type: String
    MinLength: 8
    MaxLength: 1224
    NoEcho: true
    Description: The word that both sides share, as Sightline shows it when an account is added
  RoleName:
    Type: String
    Default: '${name}'
Resources:
  SightlineRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref RoleName
      Description: Read by Sightline
      MaxSessionDuration: 3600
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub 'arn:\${AWS::Partition}:iam::\${SightlineAccountId}:root'
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                sts:ExternalId: !Ref ExternalId
      Policies:
        - PolicyName: sightline-read-only
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Sid: SightlineReadOnly
                Effect: Allow
                Resource: '*'
                Action:
${actions.map((action) => `                  - ${action}`).join('\n')}
Outputs:
  RoleArn:
    Description: What Sightline asks for when an account is added
    Value: !GetAtt SightlineRole.Arn
`
}

function terraform({ trustedAccountId, roleName: name, actions }: RoleTemplate): string {
  const account = trustedAccountId && ACCOUNT.test(trustedAccountId) ? trustedAccountId : null
  return `variable "sightline_account_id" {
  type        = string
  description = "The account that Sightline runs in"${account ? `\n  default     = "${account}"` : ''}
}

variable "sightline_external_id" {
  type        = string
  sensitive   = true
  description = "The word that both sides share, as Sightline shows it when an account is added"
}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "sightline_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:\${data.aws_partition.current.partition}:iam::\${var.sightline_account_id}:root"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.sightline_external_id]
    }
  }
}

data "aws_iam_policy_document" "sightline_read_only" {
  statement {
    sid       = "SightlineReadOnly"
    resources = ["*"]
    actions = [
${actions.map((action) => `      "${action}",`).join('\n')}
    ]
  }
}

resource "aws_iam_role" "sightline" {
  name                 = "${name}"
  description          = "Read by Sightline"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.sightline_trust.json
}

resource "aws_iam_role_policy" "sightline" {
  name   = "sightline-read-only"
  role   = aws_iam_role.sightline.id
  policy = data.aws_iam_policy_document.sightline_read_only.json
}

output "sightline_role_arn" {
  value = aws_iam_role.sightline.arn
}
`
}

/** The read-only role of a watched account as a template; one region of a StackSet is enough, since IAM is global. */
export function roleTemplate(format: RoleTemplateFormat, template: RoleTemplate): string {
  return format === 'cloudformation' ? cloudFormation(template) : terraform(template)
}
