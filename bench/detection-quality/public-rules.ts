const EC2 = 'EC2 and its networks, which functions do not run on'
const RDS = 'databases of RDS'
const PLACES = 'needs to know in which country an address is, which nothing here looks up'

/**
 * Public rules and the detections of ours that mean the same, as any of which firing counts. `settings` are what the rule's
 * own list holds; `known` are the places of tests whose actor the rule's own list allows, where ours learns them; `except` are event
 * names of the rule that are out of scope.
 */
export type PublicRule =
  | { outside: string }
  | {
      ours: readonly string[]
      settings?: Record<string, Record<string, unknown>>
      known?: readonly number[]
      except?: { names: readonly string[]; why: string }
    }

const is = (...ours: string[]): PublicRule => ({ ours })

export const PUBLIC_RULES: Record<string, PublicRule> = {
  cloudtrail_critical_api_calls: {
    ours: [
      'trail-changed',
      'trail-logging-stopped',
      'trail-deleted',
      'config-recorder-stopped',
      'flow-logs-deleted',
      'guardduty-switched-off',
      'public-access-block-removed',
    ],
    except: { names: ['DeleteSubnet', 'DeleteVpc', 'DeleteDBCluster'], why: `${EC2}; ${RDS}` },
  },
  cloudtrail_ec2_image_creation: {
    ours: ['snapshot-or-image-shared'],
    except: { names: ['CreateImage'], why: EC2 },
  },
  cloudtrail_mfa_policy_abuse_attempt: is('mfa-changed-without-mfa'),
  cloudtrail_put_bucket_acl: is('bucket-opened-by-acl'),
  cloudtrail_put_object_acl_public_publisher_example: is('bucket-opened-by-acl'),
  cloudtrail_root_account_usage: is('root-signed-in', 'root-used'),
  'AWS.CloudTrail.AMIModifiedForPublicAccess': is('snapshot-or-image-shared'),
  'AWS.CloudTrail.PasswordSpraying': is('password-spraying'),
  'AWS.CloudTrail.SES.CheckSendQuota': is('mail-service-looked-through'),
  'AWS.CloudTrail.SES.CheckSESSendingEnabled': is('mail-service-looked-through'),
  'AWS.CloudTrail.SES.ListIdentities': is('mail-service-looked-through'),
  'AWS.CloudTrail.UserAccessKeyAuth': is('long-term-key-used'),
  'AWS.ConfigService.Created': is('config-recorder-set'),
  'AWS.ConfigService.DisabledDeleted': is('config-recorder-stopped'),
  'AWS.Console.GetSigninToken.Abuse': is('sign-in-token-by-tool'),
  'AWS.Console.LoginWithoutSAML': is('sign-in-outside-single-sign-on'),
  'AWS.Console.RootLoginFailed': is('root-sign-in-failed'),
  'AWS.EC2.DownloadInstanceUserData': { outside: EC2 },
  'AWS.EC2.EBS.Encryption.Disabled': { outside: EC2 },
  'AWS.EC2.Monitoring': { outside: EC2 },
  'AWS.EC2.MultiInstanceConnect': { outside: EC2 },
  'AWS.EC2.RouteTableModified': { outside: EC2 },
  'AWS.EC2.SecurityGroupModified': { outside: EC2 },
  'AWS.EC2.StopInstances': { outside: EC2 },
  'AWS.ECR.CRUD': { ours: ['image-pushed-by-new-principal'], known: [1] },
  'AWS.ECR.EVENTS': { ours: ['image-pushed-by-new-principal'], known: [2] },
  'AWS.CloudTrail.IAMAnythingChanged': is('principal-policy-changed'),
  'AWS.IAM.AttachAdminUserPolicy': is('admin-attached-to-user'),
  'AWS.IAM.BackdoorRole': is('role-trust-opened'),
  'AWS.CloudTrail.IAMCompromisedKeyQuarantine': is('key-quarantined'),
  'AWS.IAM.CreateRole': is('identity-created-by-hand'),
  'AWS.CloudTrail.IAMEntityCreatedWithoutCloudFormation': is('identity-created-by-hand'),
  'AWS.IAM.Group.Read.Only.Events': is('iam-enumeration'),
  'AWS.IAM.Backdoor.User.Keys': is('access-key-created-for-other-user'),
  'AWS.CloudTrail.IMDSCredentialExfiltration': is('instance-role-on-internet'),
  'AWS.IAM.AccessKeyCompromised': is('key-quarantined'),
  'AWS.KMS.CustomerManagedKeyLoss': is('key-disabled'),
  'AWS.LAMBDA.CRUD': {
    ours: ['lambda-changed-by-new-principal'],
    known: [2],
  },
  'AWS.Macie.Evasion': is('macie-weakened'),
  'AWS.Modify.Cloud.Compute.Infrastructure': { outside: EC2 },
  'AWS.CloudTrail.NetworkACLPermissiveEntry': { outside: EC2 },
  'AWS.Lambda.UpdateFunctionCode': is('code-changed-by-person'),
  'AWS.RDS.ActivityStreamStopped': { outside: RDS },
  'AWS.RDS.AutomatedBackupDeleted': { outside: RDS },
  'AWS.RDS.ClusterFailover': { outside: RDS },
  'AWS.RDS.DeletionProtectionDisabled': { outside: RDS },
  'AWS.RDS.IAMRoleAdded': { outside: RDS },
  'AWS.RDS.InstanceDeletion': { outside: RDS },
  'AWS.RDS.InstanceMadePublic': { outside: RDS },
  'AWS.RDS.InstanceRebooted': { outside: RDS },
  'AWS.RDS.LogFileDownloaded': { outside: RDS },
  'AWS.RDS.ManualSnapshotCreated': { outside: RDS },
  'AWS.RDS.PublicRestore': { outside: RDS },
  'AWS.RDS.SecurityGroupIngressAuthorized': { outside: RDS },
  'AWS.RDS.SnapshotCopiedCrossRegion': { outside: RDS },
  'AWS.RDS.SnapshotDeleted': { outside: RDS },
  'AWS.RDS.SnapshotEnumeration': { outside: RDS },
  'AWS.RDS.SnapshotExport': { outside: RDS },
  'AWS.CloudTrail.RootAccessKeyCreated': is('root-access-key-created'),
  'AWS.Root.Activity': is('root-used', 'root-signed-in'),
  'AWS.S3.CopyObject.CrossAccount.Encryption.KMS': is('object-encrypted-with-foreign-key'),
  'AWS.S3.CopyObjectToExternalAccountBucket': is('object-copied-to-other-account'),
  'AWS.S3.DeleteBucketEncryption': is('bucket-encryption-removed'),
  'AWS.S3.DeleteBucketReplication': is('bucket-replication-removed'),
  'AWS.S3.DeletePublicAccessBlock': is('public-access-block-removed'),
  'AWS.S3.DisableBucketLogging': is('bucket-logging-off'),
  'AWS.S3.DisableMfaDelete': is('bucket-mfa-delete-off'),
  'AWS.S3.SecurityControlDisabling': is(
    'bucket-logging-off',
    'bucket-versioning-suspended',
    'bucket-mfa-delete-off',
  ),
  'AWS.S3.SuspendVersioning': is('bucket-versioning-suspended'),
  'AWS.Suspicious.SAML.Activity': is('saml-provider-changed'),
  'AWS.SecretsManager.RetrieveSecrets': is('secrets-tried'),
  'AWS.SecurityHub.Finding.Evasion': is('findings-suppressed'),
  'AWS.CloudTrail.SnapshotMadePublic': is('snapshot-or-image-shared'),
  'AWS.SSM.DecryptSSMParams': is('parameters-decrypted-in-bulk'),
  'AWS.SSM.DistributedCommand': { outside: EC2 },
  'AWS.UnusedRegion': {
    ours: ['region-not-allowed'],
    settings: { 'region-not-allowed': { regions: ['us-east-1', 'us-west-1', 'us-west-2'] } },
  },
  'AWS.IAM.CredentialsUpdated': is('password-changed'),
  'AWS.VPCFlow.LogsDeleted': is('flow-logs-deleted'),
  'AWS.WAF.Disassociation': is('waf-detached'),
  'Role.Assumed.by.AWS.Service': is('role-assumed-by-new-service'),
  'Role.Assumed.by.User': is('role-assumed-by-new-user'),
  'Sign-in.with.AWS.CLI.prompt': {
    outside: "the portal of IAM Identity Center, where no function's rights are given",
  },
  'Standard.BruteForceByIP': is('sign-ins-failed-from-address'),
  'Standard.ImpossibleTravel.Login': { outside: PLACES },
  'Standard.SignInFromRogueState': { outside: PLACES },
}
